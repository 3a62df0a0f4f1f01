package io.modelops.monitoring.sink;

import io.modelops.model.Alert;
import io.modelops.model.InvalidInputException;
import io.modelops.spi.AlertChange;
import io.modelops.spi.AlertSink;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends alerts, and what becomes of them, as JSON to one address, by POST, in the order in which they came.
 *
 * <p>A call only puts the message into a bounded queue; a daemon thread delivers it. An attempt that times out, fails on
 * the way, or is answered with 408, 425, 429 or 5xx is repeated after a growing, random wait, not before the time that
 * {@code Retry-After} names, until the deadline. Any other answer than 2xx is final. Redirects are followed only if they
 * repeat the request (307, 308) at the same scheme, host and port. With a secret each attempt is signed, see
 * {@link WebhookSignature}; the header {@code Idempotency-Key} is the same for all attempts of one message. Of the address
 * only scheme, host and port are ever logged, of headers and secrets nothing. Safe for use by several threads.
 */
public final class WebhookAlertSink implements AlertSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookAlertSink.class);
    private static final Duration FAREWELL = Duration.ofSeconds(2);
    private static final Pattern NOT_PLAIN = Pattern.compile("[^A-Za-z0-9._:-]");
    private static final int LONGEST_ID = 200;

    /** Something to deliver, at the latest at a time by {@link System#nanoTime()}. */
    private record Message(String id, byte[] body, long deadline) {}

    private final BlockingQueue<Message> queue;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final LongAdder delivered = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder givenUp = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final WebhookCall call;
    private final Backoff backoff;
    private final String origin;
    private final Duration timeout;
    private final Duration deadline;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Thread worker;

    private WebhookAlertSink(Builder builder) {
        HttpClient.Builder client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(builder.timeout);
        builder.client.accept(client);
        client.followRedirects(HttpClient.Redirect.NEVER);
        call = new WebhookCall(client.build(), builder.target, builder.headers, builder.secret, builder.clock);
        backoff = new Backoff(builder.firstWait, builder.longestWait);
        origin = WebhookCall.origin(builder.target);
        timeout = builder.timeout;
        deadline = builder.deadline;
        clock = builder.clock;
        random = builder.random;
        queue = new LinkedBlockingQueue<>(builder.capacity);
        worker = builder.threads.newThread(this::work);
        worker.start();
    }

    @Override
    public void send(Alert alert) {
        offer(alert.id() + "-raised", WebhookMessage.raised(alert));
    }

    @Override
    public void changed(Alert alert, AlertChange change) {
        offer(
                alert.id() + "-" + change.kind().name().toLowerCase(Locale.ROOT) + "-" + change.at(),
                WebhookMessage.changed(alert, change));
    }

    /**
     * How it does.
     *
     * @return counts at this moment
     */
    public WebhookStatus status() {
        return new WebhookStatus(waiting.get(), delivered.sum(), retries.sum(), givenUp.sum(), dropped.sum());
    }

    /** Gives what waits two seconds, then stops; what was not delivered is counted as given up. Closing twice does nothing more. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            synchronized (waiting) {
                long end = System.nanoTime() + FAREWELL.toNanos();
                for (long left = FAREWELL.toNanos(); waiting.get() > 0 && left > 0; left = end - System.nanoTime()) {
                    TimeUnit.NANOSECONDS.timedWait(waiting, Math.max(left, 1_000_000));
                }
            }
        } catch (InterruptedException inAHurry) {
            Thread.currentThread().interrupt();
        }
        stopping.countDown();
        worker.interrupt();
    }

    /** Shows scheme, host and port only: the rest of an address is often its secret. */
    @Override
    public String toString() {
        return "webhook at " + origin;
    }

    private void offer(String id, byte[] body) {
        waiting.incrementAndGet();
        // Whoever sets the ids of alerts may not know what a header, or a line of a log, can hold.
        String plain = NOT_PLAIN
                .matcher(id.length() <= LONGEST_ID ? id : id.substring(0, LONGEST_ID))
                .replaceAll("_");
        if (closed.get() || !queue.offer(new Message(plain, body, System.nanoTime() + deadline.toNanos()))) {
            ended(dropped);
        }
    }

    private void work() {
        try {
            while (stopping.getCount() > 0) {
                Message next = queue.take();
                boolean arrived = false;
                try {
                    arrived = deliver(next);
                } catch (RuntimeException | Error failure) {
                    LOG.warn("Message {} could not be sent to {}: {}", next.id(), origin, failure.getClass());
                } finally {
                    ended(arrived ? delivered : givenUp);
                }
            }
        } catch (InterruptedException stopped) {
            // The end of this thread.
        }
        for (Message left = queue.poll(); left != null; left = queue.poll()) {
            ended(givenUp);
        }
    }

    private boolean deliver(Message message) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            Duration left = Duration.ofNanos(message.deadline() - System.nanoTime());
            if (left.isNegative()) {
                return giveUp(message, attempt - 1, "the deadline passed while it waited");
            }
            WebhookCall.Outcome outcome =
                    call.send(message.id(), message.body(), left.compareTo(timeout) < 0 ? left : timeout);
            if (outcome.delivered()) {
                return true;
            }
            Duration wait = backoff.after(attempt, outcome.retryAfter(), clock.instant(), random);
            Duration rest = Duration.ofNanos(message.deadline() - System.nanoTime());
            if (!outcome.again() || wait.compareTo(rest) >= 0) {
                return giveUp(message, attempt, outcome.words());
            }
            retries.increment();
            LOG.debug("Message {} is sent to {} again in {}: {}", message.id(), origin, wait, outcome.words());
            if (stopping.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
                return giveUp(message, attempt, "the sink was closed");
            }
        }
    }

    private boolean giveUp(Message message, int attempts, String why) {
        LOG.warn(
                "Message {} was not taken by {} and is given up after {} attempts: {}",
                message.id(),
                origin,
                attempts,
                why);
        return false;
    }

    private void ended(LongAdder count) {
        count.increment();
        synchronized (waiting) {
            if (waiting.decrementAndGet() == 0) {
                waiting.notifyAll();
            }
        }
    }

    /** Collects what a webhook is built from. Not safe for use by several threads. */
    public static final class Builder {
        private static final Set<String> OWN_HEADERS = own();

        private final URI target;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private byte @Nullable [] secret;
        private Duration timeout = Duration.ofSeconds(10);
        private Duration deadline = Duration.ofMinutes(15);
        private Duration firstWait = Duration.ofSeconds(1);
        private Duration longestWait = Duration.ofMinutes(1);
        private int capacity = 1_000;
        private InstantSource clock = InstantSource.system();
        private RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
        private Consumer<? super HttpClient.Builder> client = builder -> {};
        private ThreadFactory threads = task -> {
            Thread thread = new Thread(task, "modelops-webhook");
            thread.setDaemon(true);
            return thread;
        };

        Builder(URI target) {
            String scheme = target.getScheme();
            if (!("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))
                    || target.getHost() == null
                    || target.getRawUserInfo() != null) {
                // The address itself may be secret.
                throw new InvalidInputException("The address of the webhook is not allowed: expected http or https,"
                        + " a host, and neither user nor password; set a header for those.");
            }
            this.target = target;
        }

        /**
         * Signs each message, see {@link WebhookSignature}. Not signed unless told.
         *
         * @param shared the secret that the receiver knows too
         * @return this builder
         * @throws InvalidInputException if it is empty
         */
        public Builder secret(String shared) {
            byte[] bytes = shared.getBytes(StandardCharsets.UTF_8);
            WebhookSignature.sign(bytes, 0, bytes);
            secret = bytes;
            return this;
        }

        /**
         * Adds a header to each request, such as {@code Authorization}.
         *
         * @param name its name
         * @param value its value, which is never logged
         * @return this builder
         * @throws InvalidInputException if HTTP does not allow it, or the sink sets it itself
         */
        public Builder header(String name, String value) {
            try {
                HttpRequest.newBuilder(target).header(name, value);
            } catch (IllegalArgumentException notAllowed) {
                throw new InvalidInputException(
                        "Header " + name + " of the webhook is not allowed: expected one that HTTP and the JDK allow.");
            }
            if (OWN_HEADERS.contains(name)) {
                throw new InvalidInputException(
                        "Header " + name + " of the webhook is not allowed: it is set by itself.");
            }
            headers.put(name, value);
            return this;
        }

        /**
         * Sets how long one attempt may take, connecting and reading the answer included.
         *
         * @param longest a positive duration of at most an hour; 10 seconds unless told
         * @return this builder
         * @throws InvalidInputException if it is out of this range
         */
        public Builder timeout(Duration longest) {
            timeout = within("timeout", longest, Duration.ofHours(1));
            return this;
        }

        /**
         * Sets until when a message has to be delivered, from the time it was put into the queue.
         *
         * @param longest a positive duration of at most ten days; 15 minutes unless told
         * @return this builder
         * @throws InvalidInputException if it is out of this range
         */
        public Builder deadline(Duration longest) {
            deadline = within("deadline", longest, Duration.ofDays(10));
            return this;
        }

        /**
         * Sets how long to wait between attempts.
         *
         * @param first the greatest wait after the first attempt, which doubles with each further one; 1 second unless told
         * @param most what it doesn't grow beyond; 1 minute unless told
         * @return this builder
         * @throws InvalidInputException if one of them is not positive or longer than a day
         */
        public Builder backoff(Duration first, Duration most) {
            firstWait = within("first wait", first, Duration.ofDays(1));
            longestWait = within("longest wait", most, Duration.ofDays(1));
            return this;
        }

        /**
         * Sets how many messages may wait; further ones are counted and dropped.
         *
         * @param messages 1 or more; 1,000 unless told
         * @return this builder
         * @throws InvalidInputException if it is less than 1
         */
        public Builder capacity(int messages) {
            if (messages < 1) {
                throw new InvalidInputException(
                        "The capacity of a webhook can't be " + messages + ": expected 1 or more.");
            }
            capacity = messages;
            return this;
        }

        /**
         * Sets the clock by which signatures and {@code Retry-After} dates go.
         *
         * @param source the clock; the system's unless told
         * @return this builder
         */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /**
         * Sets the source of randomness of the waits.
         *
         * @param source a generator
         * @return this builder
         */
        public Builder random(RandomGenerator source) {
            random = source;
            return this;
        }

        /**
         * Sets more about the HTTP client, such as its TLS settings or its proxy. That it follows no redirects by itself
         * can't be changed.
         *
         * @param details fills in what the client is built with
         * @return this builder
         */
        public Builder client(Consumer<? super HttpClient.Builder> details) {
            client = details;
            return this;
        }

        /**
         * Sets who makes the thread that delivers.
         *
         * @param factory makes one thread; a daemon unless told
         * @return this builder
         */
        public Builder threads(ThreadFactory factory) {
            threads = factory;
            return this;
        }

        /**
         * Builds the sink and starts its thread.
         *
         * @return the sink, to be closed by the caller
         */
        public WebhookAlertSink build() {
            return new WebhookAlertSink(this);
        }

        private static Set<String> own() {
            Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            names.addAll(Set.of(
                    "Content-Type",
                    "User-Agent",
                    "Idempotency-Key",
                    WebhookSignature.TIMESTAMP_HEADER,
                    WebhookSignature.SIGNATURE_HEADER));
            return names;
        }

        private static Duration within(String what, Duration value, Duration most) {
            if (value.isNegative() || value.isZero() || value.compareTo(most) > 0) {
                throw new InvalidInputException("The " + what + " of a webhook can't be " + value
                        + ": expected a positive duration of at most " + most + ".");
            }
            return value;
        }
    }
}
