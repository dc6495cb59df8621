package com.aoin.reels.upload;

import com.aoin.reels.http.ApiException;
import com.aoin.reels.http.ErrorCode;
import com.aoin.reels.http.Request;
import com.aoin.reels.upload.MultipartReader.MalformedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.commons.fileupload2.core.ParameterParser;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code multipart/form-data} body part by part as it arrives. Texts are short and kept; a file is handed on
 * as a stream, so memory does not grow with it.
 */
final class FormReader {
    /** More than any text of ours: 5000 code points of four bytes, and room to tell "too long" from "much too long". */
    private static final int MAX_TEXT_BYTES = 32 * 1024;

    private static final int MAX_PARTS = 20;

    private final MultipartReader input;

    /** One part. A file has a file name; a text has none. */
    record Part(String name, @Nullable String fileName, InputStream body) {
        /**
         * The text of this part.
         *
         * @throws ApiException VALIDATION_ERROR when it is not UTF-8 or far too long
         */
        String text() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            byte[] buffer = new byte[1024];
            for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                bytes.write(buffer, 0, n);
                if (bytes.size() > MAX_TEXT_BYTES) {
                    throw ApiException.invalid(name, name + " is too long").closing();
                }
            }
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes.toByteArray()))
                        .toString();
            } catch (CharacterCodingException e) {
                throw ApiException.invalid(name, name + " must be UTF-8 text");
            }
        }
    }

    /** Takes one part; what it leaves unread is skipped. */
    @FunctionalInterface
    interface PartHandler {
        void accept(Part part) throws IOException;
    }

    private FormReader(MultipartReader input) {
        this.input = input;
    }

    /**
     * Reads the whole form of a request; an empty body is a form without parts.
     *
     * @param most bytes of the body, which may come without its length
     */
    static void read(Request request, long most, PartHandler handler) throws IOException {
        if (!request.hasBody()) {
            return;
        }
        MultipartReader input =
                new MultipartReader(new CappedStream(request.body(), most), boundary(request.header("Content-Type")));
        try {
            new FormReader(input).readParts(handler);
        } catch (MalformedException e) {
            throw malformed();
        }
    }

    private static String boundary(@Nullable String contentType) {
        ParameterParser parser = new ParameterParser();
        parser.setLowerCaseNames(true);
        Map<String, String> parameters;
        try {
            parameters = parser.parse(contentType, new char[] {';', ','});
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
        boolean form =
                contentType != null && contentType.split("[;,]", 2)[0].strip().equalsIgnoreCase("multipart/form-data");
        if (!form) {
            throw ApiException.withStatus(
                    415, ErrorCode.VALIDATION_ERROR, "The upload must be sent as multipart/form-data");
        }
        String boundary = parameters.get("boundary");
        if (boundary == null || boundary.isEmpty() || boundary.length() > 70) {
            throw malformed();
        }
        return boundary;
    }

    private void readParts(PartHandler handler) throws IOException {
        for (int count = 0; input.next(); count++) {
            if (count == MAX_PARTS) {
                throw ApiException.invalid("body", "The form has too many parts")
                        .closing();
            }
            Map<String, String> disposition = disposition(input.headers());
            String name = disposition.get("name");
            if (name != null) {
                handler.accept(new Part(name, disposition.get("filename"), input.body()));
            }
        }
    }

    private static Map<String, String> disposition(String headers) {
        ParameterParser parser = new ParameterParser();
        parser.setLowerCaseNames(true);
        try {
            return headers.lines()
                    .filter(line -> line.regionMatches(true, 0, "Content-Disposition:", 0, 20))
                    .findFirst()
                    .map(line -> parser.parse(line.substring(20).strip(), ';'))
                    .orElse(Map.of());
        } catch (IllegalArgumentException e) {
            // The parser decodes words like =?utf-8?B?…?= and throws this where their Base64 is broken.
            throw malformed();
        }
    }

    private static ApiException malformed() {
        return ApiException.invalid("body", "The body is not a well-formed multipart/form-data form")
                .closing();
    }
}
