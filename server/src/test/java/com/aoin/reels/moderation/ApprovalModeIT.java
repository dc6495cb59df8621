package com.aoin.reels.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.media.TestClips;
import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.MultipartForm;
import com.aoin.reels.testing.TestShop;
import com.aoin.reels.testing.TestingReels;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A shop that requires approval, from the upload to the approval of an edit. */
class ApprovalModeIT {
    private static TestingReels reels;

    @BeforeAll
    static void start() {
        reels = TestingReels.builder().set("REELS_REQUIRE_APPROVAL", "true").start();
        TestShop.in(reels);
    }

    @AfterAll
    static void stop() {
        reels.close();
    }

    private static ApiClient admin() {
        return reels.user(TestShop.ADMIN_USER);
    }

    private static ApiClient owner() {
        return reels.user(TestShop.MERCHANT_USER);
    }

    private static void assertShown(JsonNode reel, boolean shown) {
        int id = reel.get("reel_id").asInt();
        URI video = URI.create(reel.get("video_url").stringValue());
        for (ApiClient stranger : List.of(reels.anonymous(), reels.user(1))) {
            stranger.get("/api/reels/" + id).expect(shown ? 200 : 404);
            stranger.get(video.getPath()).expect(shown ? 200 : 404);
        }
        for (ApiClient insider : List.of(owner(), admin())) {
            insider.get("/api/reels/" + id).expect(200);
            insider.get(video.getPath()).expect(200);
        }
        long total = reels.anonymous()
                .get("/api/reels/public")
                .expect(200)
                .json()
                .get("pagination")
                .get("total")
                .asLong();
        assertThat(total).isEqualTo(shown ? 1 : 0);
        assertThat(admin().get("/api/admin/reels/pending")
                        .expect(200)
                        .json()
                        .get("pagination")
                        .get("total")
                        .asLong())
                .isEqualTo(shown ? 0 : 1);
    }

    @Test
    void aReelIsSeenWhenItIsApprovedAndUntilItIsEdited() {
        JsonNode reel = owner().upload(
                        MultipartForm.of(11, "A phone").file("video", "phone.mp4", TestClips.h264(1, 320, 240)))
                .expect(201)
                .data();
        int id = reel.get("reel_id").asInt();
        assertThat(reel.get("disabling_reasons").toString()).isEqualTo("[\"REEL_PENDING\"]");
        assertShown(reel, false);
        reels.user(1).post("/api/reels/" + id + "/like").expect(404);

        admin().post("/api/admin/reels/" + id + "/approve").expect(200);
        assertShown(reel, true);
        reels.user(1).post("/api/reels/" + id + "/like").expect(200);

        JsonNode edited = owner().putJson("/api/reels/" + id, "{\"description\": \"Another phone\"}")
                .expect(200)
                .data();
        assertThat(edited.get("disabling_reasons").toString()).isEqualTo("[\"REEL_PENDING\"]");
        assertThat(reels.rows("SELECT approved_at, approved_by FROM reels WHERE reel_id = ?", id)
                        .getFirst())
                .containsOnlyNulls();
        assertShown(reel, false);

        admin().post("/api/admin/reels/" + id + "/approve").expect(200);
        assertShown(reel, true);
        assertThat(admin().get("/api/admin/reels/" + id + "/moderation")
                        .expect(200)
                        .data()
                        .valueStream()
                        .map(entry -> entry.get("previous_status").stringValue()))
                .containsExactly("pending", "pending");
    }
}
