package com.aoin.reels.upload;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.media.TestClips;
import com.aoin.reels.testing.ApiClient;
import com.aoin.reels.testing.ApiResponse;
import com.aoin.reels.testing.MultipartForm;
import com.aoin.reels.testing.TestShop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every refusal of an upload, after which nothing is left. */
class UploadRefusalsIT extends UploadTesting {
    static Stream<Arguments> badForms() {
        Path good = TestClips.h264(1, 64, 64);
        return Stream.of(
                refused("no video", p -> MultipartForm.of(p, "x"), "VALIDATION_ERROR", "video"),
                refused(
                        "a text named video",
                        p -> MultipartForm.of(p, "x").text("video", "x"),
                        "VALIDATION_ERROR",
                        "video"),
                refused(
                        "no product",
                        p -> new MultipartForm().text("description", "x").file("video", "a.mp4", good),
                        "VALIDATION_ERROR",
                        "product_id"),
                refused(
                        "no description",
                        p -> new MultipartForm().text("product_id", "" + p).file("video", "a.mp4", good),
                        "VALIDATION_ERROR",
                        "description"),
                refused(
                        "two videos",
                        p -> MultipartForm.of(p, "x")
                                .file("video", "a.mp4", good)
                                .file("video", "b.mp4", good),
                        "VALIDATION_ERROR",
                        "video"),
                refused(
                        "extension",
                        p -> MultipartForm.of(p, "x").file("video", "a.webm", good),
                        "FILE_VALIDATION_ERROR",
                        "video"),
                refused(
                        "no extension",
                        p -> MultipartForm.of(p, "x").file("video", "mp4", good),
                        "FILE_VALIDATION_ERROR",
                        "video"),
                refused(
                        "extension before product",
                        p -> MultipartForm.of(1, "x").file("video", "a.exe", good),
                        "FILE_VALIDATION_ERROR",
                        "video"),
                refused(
                        "file name in broken Base64",
                        p -> MultipartForm.of(p, "x").file("video", "=?utf-8?B?=a=?=", good),
                        "VALIDATION_ERROR",
                        "body"),
                refused(
                        "empty file",
                        p -> MultipartForm.of(p, "x").file("video", "a.mp4", new byte[0]),
                        "FILE_VALIDATION_ERROR",
                        "video"),
                refused(
                        "not a video",
                        p -> MultipartForm.of(p, "x")
                                .file("video", "a.mp4", "#EXTM3U\n".repeat(500).getBytes(StandardCharsets.UTF_8)),
                        "FILE_VALIDATION_ERROR",
                        "video"),
                refused(
                        "another container",
                        p -> MultipartForm.of(p, "x").file("video", "a.mp4", TestClips.mkv(2, 180, 320)),
                        "FILE_VALIDATION_ERROR",
                        "video"),
                refused(
                        "type before product",
                        p -> new MultipartForm()
                                .file("video", "a.mp4", new byte[70_000])
                                .text("product_id", "1")
                                .text("description", "x"),
                        "FILE_VALIDATION_ERROR",
                        "video"),
                refused(
                        "product is no number",
                        p -> new MultipartForm()
                                .text("product_id", "abc")
                                .text("description", "x")
                                .file("video", "a.mp4", good),
                        "VALIDATION_ERROR",
                        "product_id"),
                refused(
                        "unknown product",
                        p -> MultipartForm.of(999_999, "x").file("video", "a.mp4", good),
                        "PRODUCT_VALIDATION_ERROR",
                        "product_id"),
                refused(
                        "another's product",
                        p -> MultipartForm.of(21, "x").file("video", "a.mp4", good),
                        "PRODUCT_VALIDATION_ERROR",
                        "product_id"),
                refused(
                        "product before description",
                        p -> MultipartForm.of(21, " ").file("video", "a.mp4", good),
                        "PRODUCT_VALIDATION_ERROR",
                        "product_id"),
                refused(
                        "blank description",
                        p -> MultipartForm.of(p, " \n ").file("video", "a.mp4", good),
                        "VALIDATION_ERROR",
                        "description"),
                refused(
                        "description too long",
                        p -> MultipartForm.of(p, "é".repeat(5001)).file("video", "a.mp4", good),
                        "VALIDATION_ERROR",
                        "description"),
                refused(
                        "description much too long",
                        p -> MultipartForm.of(p, "x".repeat(200_000)).file("video", "a.mp4", good),
                        "VALIDATION_ERROR",
                        "description"),
                refused(
                        "description before duration",
                        p -> MultipartForm.of(p, "").file("video", "a.mp4", TestClips.silent(60.6, 64, 64)),
                        "VALIDATION_ERROR",
                        "description"),
                refused(
                        "sound only",
                        p -> MultipartForm.of(p, "x").file("video", "a.mp4", soundOnly()),
                        "FILE_VALIDATION_ERROR",
                        "video"),
                refused(
                        "cut off",
                        p -> MultipartForm.of(p, "x").file("video", "a.mp4", firstHalf(good)),
                        "FILE_VALIDATION_ERROR",
                        "video"));
    }

    /** Builds a form for a product. */
    interface BadForm {
        MultipartForm of(int product);
    }

    private static Arguments refused(String name, BadForm form, String code, String field) {
        return Arguments.of(name, form, code, field);
    }

    private static Path soundOnly() {
        return TestClips.make("sound-only.mp4", "-f", "lavfi", "-i", "sine=d=1", "-c:a", "aac");
    }

    private static byte[] firstHalf(Path video) {
        try {
            byte[] bytes = Files.readAllBytes(video);
            return Arrays.copyOf(bytes, bytes.length / 2);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badForms")
    void aWrongFormIsRefusedByTheFirstFaultInOrder(String name, BadForm form, String code, String field) {
        long before = reels.count("reels");
        newMerchant().upload(form.of(product)).expectError(400, code, field);
        assertThat(reels.count("reels")).isEqualTo(before);
    }

    static Stream<Arguments> unusableProducts() {
        return Stream.of(
                Arguments.of("UPDATE products SET approval_status = 'pending' WHERE product_id = ?", "not approved"),
                Arguments.of("UPDATE products SET approval_status = 'rejected' WHERE product_id = ?", "not approved"),
                Arguments.of("UPDATE products SET is_active = FALSE WHERE product_id = ?", "not active"),
                Arguments.of("UPDATE products SET deleted_at = UTC_TIMESTAMP() WHERE product_id = ?", "not found"),
                Arguments.of("UPDATE products SET parent_product_id = 11 WHERE product_id = ?", "variant"),
                Arguments.of("UPDATE product_stock SET stock_qty = 0 WHERE product_id = ?", "out of stock"),
                Arguments.of("DELETE FROM product_stock WHERE product_id = ?", "out of stock"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unusableProducts")
    void aProductThatCannotBeShownIsRefused(String statement, String reason) {
        ApiClient client = newMerchant();
        reels.sql(statement, product);
        ApiResponse response = client.upload(form("a.mp4", TestClips.h264(1, 64, 64)))
                .expectError(400, "PRODUCT_VALIDATION_ERROR", "product_id");
        assertThat(response.json().get("error").stringValue().toLowerCase(Locale.ROOT))
                .contains(reason);
    }

    @Test
    void whoMayNotUploadIsRefusedBeforeTheBody() {
        MultipartForm form = MultipartForm.of(11, "x").file("video", "a.mp4", TestClips.h264(1, 64, 64));
        reels.anonymous().upload(form).expectError(401, "AUTHENTICATION_ERROR", null);
        reels.bearing("nonsense").upload(form).expectError(401, "AUTHENTICATION_ERROR", null);
        reels.user(1).upload(form).expectError(403, "AUTHORIZATION_ERROR", null);
        reels.admin(TestShop.ADMIN_USER).upload(form).expectError(403, "AUTHORIZATION_ERROR", null);
        reels.user(555).upload(form).expectError(404, "NOT_FOUND_ERROR", null).expectMessage("User not found");
    }
}
