package com.aoin.reels;

import com.aoin.reels.demo.DemoFeature;
import com.aoin.reels.demo.DemoFiles;
import com.aoin.reels.demo.DemoShop;
import com.aoin.reels.demo.DemoShop.Persona;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** What the demo prints when it is ready: where it is, who there is to be, and what to paste first. */
final class DemoBanner {
    private DemoBanner() {}

    static String of(DemoFeature demo, URI url, Path directory) {
        DemoShop shop = demo.shop();
        Persona merchant = shop.sampleMerchant();
        String bearer = "-H 'Authorization: Bearer " + demo.token(merchant.userId()) + "'";
        StringBuilder text = new StringBuilder("""

                Reels is ready.

                  URL    %1$s
                  Docs   %1$s/api/docs

                Tokens, good for 24 hours. POST /api/demo/login {"user_id": ID} gives one for anybody listed.

                """.formatted(url));
        for (Persona persona : List.of(shop.persona("shopper"), merchant, shop.admin())) {
            text.append("  %s, %s (user %d)%n    %s%n"
                    .formatted(persona.name(), persona.who(), persona.userId(), demo.token(persona.userId())));
        }
        text.append("%n  Also: %s%n%n".formatted(others(shop, merchant)));
        text.append("""
                Try it:

                  # The public feed, newest first
                  curl -s '%1$s/api/reels/public?per_page=5'

                  # Post a reel as %2$s
                  curl -s '%1$s/api/reels' %3$s -F product_id=%4$d -F %5$s -F %6$s

                  # The reels of %2$s, hidden ones too
                  curl -s '%1$s/api/reels/merchant/my?include_all=true' %3$s

                Ctrl-C stops it; the shop stays in %7$s
                """.formatted(
                        url,
                        merchant.name(),
                        bearer,
                        shop.sampleProduct(),
                        quoted("description=" + shop.sampleDescription()),
                        quoted("video=@\"" + DemoFiles.sample(directory) + "\""),
                        directory.toAbsolutePath()));
        return text.toString();
    }

    private static String others(DemoShop shop, Persona merchant) {
        List<Persona> shown = List.of(shop.persona("shopper"), merchant, shop.admin());
        return String.join(
                ", ",
                shop.personas().stream()
                        .filter(persona -> !shown.contains(persona))
                        .map(persona -> persona.userId() + " " + persona.name() + " (" + persona.who() + ")")
                        .toList());
    }

    /** As one word for a POSIX shell. */
    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
