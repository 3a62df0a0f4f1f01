package io.modelops.monitoring.sink;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One attempt to deliver a message: signed, bounded in time whatever the other side does, on its host only. */
final class WebhookCall {
    private static final int MOST_REDIRECTS = 3;
    private static final Set<Integer> TEMPORARY = Set.of(408, 425, 429);
    private static final Set<Integer> SAME_REQUEST_ELSEWHERE = Set.of(307, 308);

    /**
     * What came of it.
     *
     * @param again whether it may come out otherwise another time
     * @param retryAfter when the other side wants it again, or null if it did not say
     * @param words what happened, without anything that may be secret
     */
    record Outcome(
            boolean delivered, boolean again, @Nullable String retryAfter, String words) {}

    private final HttpClient client;
    private final URI target;
    private final Map<String, String> headers;
    private final byte @Nullable [] secret;
    private final InstantSource clock;

    WebhookCall(
            HttpClient client, URI target, Map<String, String> headers, byte @Nullable [] secret, InstantSource clock) {
        this.client = client;
        this.target = target;
        this.headers = Map.copyOf(headers);
        this.secret = secret;
        this.clock = clock;
    }

    Outcome send(String id, byte[] body, Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        URI where = target;
        for (int redirect = 0; redirect <= MOST_REDIRECTS; redirect++) {
            HttpResponse<Void> response;
            try {
                response =
                        await(client.sendAsync(request(where, id, body), HttpResponse.BodyHandlers.discarding()), end);
            } catch (TimeoutException slow) {
                return failed(true, "it did not answer in time");
            } catch (ExecutionException broken) {
                // The message of an exception may hold the address, and that may be the secret.
                return failed(true, name(broken.getCause()));
            }
            int status = response.statusCode();
            if (status >= 200 && status < 300) {
                return new Outcome(true, false, null, "delivered");
            }
            URI next = SAME_REQUEST_ELSEWHERE.contains(status)
                    ? elsewhere(where, response.headers().firstValue("Location").orElse(""))
                    : null;
            if (next == null) {
                boolean again = status >= 500 || TEMPORARY.contains(status);
                String retryAfter = response.headers().firstValue("Retry-After").orElse(null);
                return new Outcome(false, again, again ? retryAfter : null, "it answered " + status);
            }
            where = next;
        }
        return failed(false, "it redirected more than " + MOST_REDIRECTS + " times");
    }

    static String origin(URI address) {
        return address.getScheme() + "://" + address.getRawAuthority();
    }

    private HttpRequest request(URI where, String id, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(where)
                .header("Content-Type", "application/json")
                .header("User-Agent", "ModelOps")
                .header("Idempotency-Key", id)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::setHeader);
        if (secret != null) {
            long now = clock.instant().getEpochSecond();
            request.setHeader(WebhookSignature.TIMESTAMP_HEADER, Long.toString(now));
            request.setHeader(WebhookSignature.SIGNATURE_HEADER, WebhookSignature.sign(secret, now, body));
        }
        return request.build();
    }

    /** The client's own time limit ends with the headers; this one includes a body that trickles for ever. */
    private static HttpResponse<Void> await(CompletableFuture<HttpResponse<Void>> answer, long end)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } finally {
            answer.cancel(true);
        }
    }

    private static @Nullable URI elsewhere(URI from, String location) {
        try {
            URI to = from.resolve(location);
            return location.isEmpty() || !origin(to).equals(origin(from)) ? null : to;
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
    }

    private static Outcome failed(boolean again, String words) {
        return new Outcome(false, again, null, words);
    }

    private static String name(@Nullable Throwable cause) {
        return Objects.requireNonNullElse(cause, new Exception()).getClass().getSimpleName();
    }
}
