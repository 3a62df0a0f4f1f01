package io.modelops.stress;

import io.modelops.model.OverloadedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Callers that send one request after another until they are told to stop, and count what became of each. */
public final class Load implements AutoCloseable {
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final Duration LONGEST_REQUEST = Duration.ofMinutes(1);

    private final Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class);
    private final Map<Outcome, Histogram> latencies = new EnumMap<>(Outcome.class);
    private final AtomicReference<Throwable> firstFailure = new AtomicReference<>();
    private final List<Thread> callers = new ArrayList<>();
    private volatile boolean stopping;

    /** What became of a request. */
    public enum Outcome {
        /** It was answered by a version that could serve while the request was under way. */
        ANSWERED,
        /** It was answered by another version, or the answer and its version did not agree. */
        STALE,
        /** It was refused because too many others were waiting. */
        REFUSED,
        /** It failed. */
        FAILED
    }

    /** Sends one request. */
    @FunctionalInterface
    public interface Request {
        /**
         * Sends it and judges the answer.
         *
         * @param number counts the requests of the caller, from 0
         * @throws Exception if there was no answer
         */
        Outcome send(long number) throws Exception;
    }

    private Load() {
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, new LongAdder());
            latencies.put(outcome, new ConcurrentHistogram(LONGEST_NANOS, 2));
        }
    }

    /** Starts callers. */
    public static Load of(int callers, Request request) {
        Load load = new Load();
        for (int caller = 0; caller < callers; caller++) {
            Thread thread = new Thread(() -> load.run(request), "caller-" + caller);
            thread.setDaemon(true);
            load.callers.add(thread);
        }
        load.callers.forEach(Thread::start);
        return load;
    }

    /** How many requests had an outcome. */
    public long count(Outcome outcome) {
        return outcomes.get(outcome).sum();
    }

    /** How many requests there were. */
    public long requests() {
        return outcomes.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** Why the first request that failed did so. */
    public Optional<Throwable> firstFailure() {
        return Optional.ofNullable(firstFailure.get());
    }

    /** How long requests with an outcome took, in nanoseconds. */
    public Histogram latencies(Outcome outcome) {
        return latencies.get(outcome);
    }

    /** The threads of the callers. */
    public List<Thread> callers() {
        return List.copyOf(callers);
    }

    @Override
    public void close() {
        stop();
    }

    /**
     * Lets the callers end their last requests.
     *
     * @throws AssertionError if a request takes longer than a minute
     */
    public void stop() {
        stopping = true;
        for (Thread caller : callers) {
            try {
                caller.join(LONGEST_REQUEST.toMillis());
            } catch (InterruptedException inAHurry) {
                Thread.currentThread().interrupt();
            }
            if (caller.isAlive()) {
                AssertionError hung = new AssertionError(caller.getName() + " still waits for its answer");
                hung.setStackTrace(caller.getStackTrace());
                throw hung;
            }
        }
    }

    private void run(Request request) {
        for (long number = 0; !stopping; number++) {
            long began = System.nanoTime();
            Outcome outcome;
            try {
                outcome = request.send(number);
            } catch (OverloadedException tooMany) {
                outcome = Outcome.REFUSED;
            } catch (Exception | Error failure) {
                firstFailure.compareAndSet(null, failure);
                outcome = Outcome.FAILED;
            }
            latencies.get(outcome).recordValue(Math.min(LONGEST_NANOS, System.nanoTime() - began));
            outcomes.get(outcome).increment();
        }
    }
}
