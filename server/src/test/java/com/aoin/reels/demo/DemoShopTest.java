package com.aoin.reels.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.demo.DemoShop.Offer;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DemoShopTest {
    private static final int UPLOADS_AN_HOUR = 10;

    private final DemoShop shop = new DemoShop();

    @Test
    void everyClipShowsAnotherProductWithAPictureAndACaptionOfItsOwn() {
        List<DemoClip> clips =
                Stream.concat(shop.clips().stream(), Stream.of(shop.sample())).toList();
        assertThat(clips).hasSizeGreaterThanOrEqualTo(17);
        assertThat(clips).extracting(DemoClip::productId).doesNotHaveDuplicates();
        assertThat(clips).extracting(DemoClip::illustration).doesNotHaveDuplicates();
        assertThat(clips).extracting(DemoClip::description).doesNotHaveDuplicates();
        assertThat(clips)
                .allSatisfy(clip -> assertThat(DemoShop.resourceUrl("illustrations/" + clip.illustration() + ".svg"))
                        .isNotNull());
    }

    /** Half of what a merchant may upload in an hour is left for trying it out. */
    @Test
    void theMerchantsShareTheClips() {
        Map<Integer, Long> clips = shop.clips().stream()
                .map(clip -> shop.offer(clip.productId()))
                .collect(Collectors.groupingBy(Offer::merchantUser, Collectors.counting()));
        assertThat(clips).hasSize(5);
        assertThat(clips.values()).allMatch(count -> count <= UPLOADS_AN_HOUR / 2);
    }

    @Test
    void whatIsPastedIntoAShellIsPlainText() {
        assertThat(shop.sampleDescription()).isASCII();
        assertThat(shop.personas())
                .allSatisfy(
                        persona -> assertThat(persona.name() + persona.who()).isASCII());
    }
}
