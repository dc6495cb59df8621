package com.aoin.reels.upload;

import com.aoin.reels.catalog.Products;
import com.aoin.reels.db.Database;
import com.aoin.reels.http.Access;
import com.aoin.reels.http.Answer;
import com.aoin.reels.http.ApiException;
import com.aoin.reels.http.ErrorCode;
import com.aoin.reels.http.Fields;
import com.aoin.reels.http.Request;
import com.aoin.reels.http.Route;
import com.aoin.reels.ratelimit.Limit;
import com.aoin.reels.ratelimit.RateLimits;
import com.aoin.reels.reel.Reel;
import com.aoin.reels.reel.ReelDao;
import com.aoin.reels.reel.ReelJson;
import com.aoin.reels.upload.UploadDao.Known;
import com.aoin.reels.upload.Uploads.Ticket;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The upload of a reel. Before the body is read: the caller, the idempotency key, the rate limit. A repeated request
 * under the key of one that succeeded is answered with the same reel and costs nothing.
 */
final class UploadRoutes {
    private static final String KEY_HEADER = "Idempotency-Key";
    /** What else a header holds does not arrive as it was sent, and two keys would become one. */
    private static final Pattern KEY = Pattern.compile("[ -~]{1,255}");

    private static final int MOST_UPLOADS = 64;
    /** The video as it comes and the one that is made of it. */
    private static final long MOST_DISK = 2 * VideoReceiver.MAX_BYTES;

    private static final int MOST_UPLOADS_OF_ONE = 10;
    /** Repeated requests need no disk and use up no attempt, so they take no upload's place, and few at a time do. */
    private static final int MOST_REPLAYS = 32;

    private static final int MOST_REPLAYS_OF_ONE = 2;

    private final Database database;
    private final Products products;
    private final Uploads uploads;
    private final Leases leases;
    private final RateLimits limits;
    private final DiskRoom room;
    private final Workspace workspace;
    private final ReelDao reels;
    private final ReelJson json;
    private final UploadMetrics metrics;
    private final Consumer<UploadStep> steps;
    private final Places places = new Places(MOST_UPLOADS, MOST_UPLOADS_OF_ONE);
    private final Places replayPlaces = new Places(MOST_REPLAYS, MOST_REPLAYS_OF_ONE);
    /** Uploads that are being compared with their repeats. */
    private final Set<String> replayed = ConcurrentHashMap.newKeySet();

    UploadRoutes(
            Uploads.Parts parts,
            Leases leases,
            RateLimits limits,
            DiskRoom room,
            Workspace workspace,
            ReelJson json,
            UploadMetrics metrics) {
        this.database = parts.database();
        this.products = parts.products();
        this.uploads = new Uploads(parts);
        this.reels = parts.reels();
        this.steps = parts.steps();
        this.leases = leases;
        this.limits = limits;
        this.room = room;
        this.workspace = workspace;
        this.json = json;
        this.metrics = metrics;
    }

    List<Route> routes() {
        return List.of(Route.post(
                        "/api/reels", Access.MERCHANT, request -> metrics.observe(() -> orFault(() -> upload(request))))
                .takingChunks());
    }

    private static Answer orFault(UploadMetrics.Work<Answer> work) throws IOException, InterruptedException {
        try {
            return work.run();
        } catch (RuntimeException e) {
            throw UploadFault.of(e);
        }
    }

    private Answer upload(Request request) throws IOException, InterruptedException {
        String key = idempotencyKey(request);
        if (key != null) {
            Optional<Known> known = database.read(handle -> UploadDao.find(handle, request.user(), key));
            if (known.isPresent()) {
                return replay(request, known.get());
            }
        }
        RateLimits.Admission admission = limits.admit(Limit.UPLOAD, request.user());
        try (Places.Held _ = orGiveBack(admission, () -> places.take(request.user()));
                DiskRoom.Held _ = orGiveBack(admission, () -> room.take(MOST_DISK))) {
            return admitted(request, key, admission);
        }
    }

    /** Whom we cannot serve has used up no attempt. */
    private static <T> T orGiveBack(RateLimits.Admission admission, Supplier<T> place) {
        try {
            return place.get();
        } catch (RuntimeException e) {
            admission.giveBack();
            throw e;
        }
    }

    private Answer admitted(Request request, @Nullable String key, RateLimits.Admission admission)
            throws IOException, InterruptedException {
        Optional<String> uploadId = begin(request.user(), key);
        if (uploadId.isEmpty()) {
            // The same request was a moment faster: this one is its repeat, and those cost nothing.
            admission.giveBack();
            throw inFlight();
        }
        return admission.around(() -> orFault(() -> receive(request, key, uploadId.get())));
    }

    private Answer receive(Request request, @Nullable String key, String uploadId)
            throws IOException, InterruptedException {
        boolean done = false;
        try (Workspace.Folder folder = workspace.folder();
                Leases.Held _ = leases.hold(uploadId)) {
            steps.accept(UploadStep.ADMITTED);
            MessageDigest digest = key == null ? null : sha256();
            UploadFields fields = UploadForm.receive(request, products, digest, folder);
            String fingerprint = digest == null ? null : fields.fingerprint(digest);
            Reel reel = uploads.complete(new Ticket(uploadId, request.merchant()), fields, fingerprint, folder);
            done = true;
            return created(request, reel);
        } finally {
            if (!done) {
                uploads.abandon(uploadId);
            }
        }
    }

    private Optional<String> begin(int userId, @Nullable String key) {
        if (key != null) {
            database.execute(handle -> UploadDao.freeKey(handle, userId, key));
        }
        return database.transaction(handle -> UploadDao.begin(handle, userId, key, Leases.LEASE));
    }

    /** One at a time for each key, as with first requests. */
    private Answer replay(Request request, Known known) throws IOException {
        if (!known.isDone() || !replayed.add(known.uploadId())) {
            throw inFlight();
        }
        try (Places.Held _ = replayPlaces.take(request.user())) {
            return compare(request, known);
        } finally {
            replayed.remove(known.uploadId());
        }
    }

    /** The body of a repeated request is read only to see whether it is the same one. */
    private Answer compare(Request request, Known known) throws IOException {
        MessageDigest digest = sha256();
        UploadFields fields = UploadForm.receiveAgain(request, digest);
        if (!fields.fingerprint(digest).equals(known.fingerprint())) {
            throw ApiException.invalid(KEY_HEADER, "This idempotency key was used for another upload");
        }
        Integer reelId = known.reelId();
        return reels.find(reelId == null ? 0 : reelId)
                .filter(reel -> !reel.isDeleted())
                .map(reel -> created(request, reel))
                .orElseThrow(() -> ApiException.notFound("Reel not found"));
    }

    private Answer created(Request request, Reel reel) {
        return Answer.created()
                .message("Reel uploaded successfully.")
                .data(json.one(reel, request.caller(), Fields.all()))
                .build();
    }

    static @Nullable String idempotencyKey(Request request) {
        String key = request.header(KEY_HEADER);
        if (key == null) {
            return null;
        }
        if (key.isBlank() || !KEY.matcher(key).matches()) {
            throw ApiException.invalid(KEY_HEADER, KEY_HEADER + " must be 1 to 255 printable ASCII characters");
        }
        return key;
    }

    static ApiException inFlight() {
        return ApiException.withStatus(
                        409, ErrorCode.VALIDATION_ERROR, "An upload with this idempotency key is under way")
                .header("Retry-After", "5");
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java", e);
        }
    }
}
