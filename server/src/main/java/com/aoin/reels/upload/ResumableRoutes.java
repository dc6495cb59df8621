package com.aoin.reels.upload;

import com.aoin.reels.http.Access;
import com.aoin.reels.http.Answer;
import com.aoin.reels.http.ApiException;
import com.aoin.reels.http.ErrorCode;
import com.aoin.reels.http.Request;
import com.aoin.reels.http.Route;
import com.aoin.reels.ratelimit.Limit;
import com.aoin.reels.ratelimit.RateLimits;
import com.aoin.reels.upload.Beginnings.Begun;
import com.aoin.reels.upload.Beginnings.Wish;
import com.aoin.reels.upload.resumable.ResumableUpload;
import com.aoin.reels.upload.resumable.ResumableUpload.State;
import com.aoin.reels.upload.resumable.Tus;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The tus protocol, version 1.0.0: an upload is begun, gets its bytes in any number of requests, and becomes a reel
 * with the last of them. The answer to that one waits for the reel; where that takes too long, or the answer is lost,
 * the upload tells how it ended to whoever asks.
 */
final class ResumableRoutes {
    private static final String ALL = "/api/uploads";
    private static final String ONE = "/api/uploads/{upload_id}";

    private final Beginnings beginnings;
    private final ResumableUploads uploads;
    private final Finisher finisher;
    private final RateLimits limits;
    private final ResumableJson json;
    private final ResumableMetrics metrics;
    private final String prefix;

    ResumableRoutes(
            Beginnings beginnings,
            ResumableUploads uploads,
            Finisher finisher,
            RateLimits limits,
            ResumableJson json,
            ResumableMetrics metrics,
            String prefix) {
        this.beginnings = beginnings;
        this.uploads = uploads;
        this.finisher = finisher;
        this.limits = limits;
        this.json = json;
        this.metrics = metrics;
        this.prefix = prefix;
    }

    List<Route> routes() {
        return List.of(
                tus(Route.post(ALL, Access.MERCHANT, this::create).takingChunks()),
                tus(Route.get(ONE, Access.MERCHANT, this::act)),
                tus(Route.patch(ONE, Access.MERCHANT, this::act).takingChunks()),
                tus(Route.post(ONE, Access.MERCHANT, this::act).takingChunks()),
                tus(Route.delete(ONE, Access.MERCHANT, this::act)),
                tus(Route.options(ALL, request -> offer())),
                tus(Route.options(ONE, request -> offer())));
    }

    private static Route tus(Route route) {
        return route.answering(Tus.RESUMABLE, Tus.VERSION);
    }

    private static Answer offer() {
        return Answer.empty(204)
                .header("Tus-Version", Tus.VERSION)
                .header("Tus-Extension", Tus.EXTENSIONS)
                .header("Tus-Max-Size", Long.toString(VideoReceiver.MAX_BYTES));
    }

    private Answer create(Request request) throws IOException, InterruptedException {
        Tus.requireVersion(request);
        String key = UploadRoutes.idempotencyKey(request);
        if (request.hasBody()) {
            Tus.requireBytes(request);
        }
        Wish wish = new Wish(
                request.user(), request.merchant(), key, Tus.metadata(request), Tus.count(request, Tus.LENGTH));
        Optional<ResumableUpload> known = beginnings.known(wish);
        if (known.isPresent()) {
            return created(request, known.get());
        }
        RateLimits.Admission admission = limits.admit(Limit.UPLOAD, request.user());
        return admission.around(() -> {
            Tus.requireCount(request, Tus.LENGTH);
            Begun begun = beginnings.begin(wish);
            if (!begun.isNew()) {
                admission.giveBack();
                return created(request, begun.upload());
            }
            metrics.begun();
            return created(
                    request, request.hasBody() ? uploads.receive(begun.upload(), 0, request.body()) : begun.upload());
        });
    }

    private Answer created(Request request, ResumableUpload upload) throws InterruptedException {
        ResumableUpload now = request.hasBody() ? finished(upload) : upload;
        return progress(Answer.empty(201), now).header("Location", prefix + ALL + "/" + upload.uploadId());
    }

    private Answer act(Request request) throws InterruptedException {
        String method = Tus.method(request);
        if (method.equals("GET")) {
            return json.answer(find(request), request.caller());
        }
        Tus.requireVersion(request);
        return switch (method) {
            case "HEAD" -> head(request);
            case "PATCH" -> append(request);
            case "DELETE" -> terminate(request);
            default ->
                throw ApiException.withStatus(
                                405, ErrorCode.VALIDATION_ERROR, "An upload takes GET, HEAD, PATCH and DELETE")
                        .header("Allow", "DELETE, GET, HEAD, PATCH, POST");
        };
    }

    private ResumableUpload find(Request request) {
        return uploads.find(request.pathText("upload_id"), request.user(), request.merchant());
    }

    private Answer head(Request request) throws InterruptedException {
        ResumableUpload upload = uploads.settled(find(request));
        return progress(Answer.empty(200), upload)
                .header(Tus.LENGTH, Long.toString(upload.totalBytes()))
                .header(Tus.METADATA, upload.metadata());
    }

    private Answer append(Request request) throws InterruptedException {
        ResumableUpload upload = find(request);
        Tus.requireBytes(request);
        long offset = Tus.requireCount(request, Tus.OFFSET);
        return progress(Answer.empty(204), finished(uploads.receive(upload, offset, request.body())));
    }

    /** Waits for the reel of an upload that is whole; its refusal is the answer too. */
    private ResumableUpload finished(ResumableUpload upload) throws InterruptedException {
        ResumableUpload now = upload.state() == State.PROCESSING ? finisher.await(upload) : upload;
        if (now.refusal() != null) {
            throw now.refusal().again();
        }
        return now;
    }

    private Answer terminate(Request request) throws InterruptedException {
        uploads.terminate(find(request));
        metrics.terminated();
        return Answer.empty(204);
    }

    private static Answer progress(Answer answer, ResumableUpload upload) {
        answer.header(Tus.OFFSET, Long.toString(upload.receivedBytes()))
                .header(Tus.EXPIRES, Tus.httpTime(upload.expiresAt()))
                .header("Reels-Upload-State", upload.state().text());
        return upload.reelId() == null ? answer : answer.header("Reels-Reel-Id", Integer.toString(upload.reelId()));
    }
}
