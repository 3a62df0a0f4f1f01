package io.modelops.deployment;

import io.modelops.deployment.OutcomeWindow.Tally;
import io.modelops.model.CircuitOpenException;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelOpsException;
import io.modelops.model.PredictionException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Stops asking a version that fails or is slow too often, and tries it again with a few calls after a while. Each version in
 * memory has one of its own, so a new version begins with a closed circuit.
 *
 * <p>It looks at the latest calls, a fixed number of them. Takes no lock; safe for use by several threads.
 */
public final class CircuitBreaker {
    private final Settings settings;
    private final LongSupplier ticker;
    private final Transitions transitions;
    private final AtomicReference<Phase> phase;

    /** Is told of changes; called by the thread that caused the change, so it hands over what takes long. */
    @FunctionalInterface
    interface Transitions {
        void changed(State to, String why);
    }

    CircuitBreaker(Settings settings, LongSupplier ticker, Transitions transitions) {
        this.settings = settings;
        this.ticker = ticker;
        this.transitions = transitions;
        this.phase = new AtomicReference<>(closed());
    }

    /** What it does with calls. */
    public enum State {
        /** The version is asked. */
        CLOSED,
        /** The version is not asked; the fallback answers, or callers get a {@link CircuitOpenException}. */
        OPEN,
        /** The version is asked by a few calls, which decide what comes next. */
        HALF_OPEN
    }

    /**
     * The state now.
     *
     * @return the state; open as long as no call has come since the time to try again
     */
    public State state() {
        return present().state;
    }

    private Phase present() {
        return Objects.requireNonNull(phase.get());
    }

    /** Lets a call pass, to be told of its outcome; or not, then null. */
    @Nullable
    Phase admit() {
        while (true) {
            Phase present = present();
            switch (present.state) {
                case CLOSED -> {
                    return present;
                }
                case OPEN -> {
                    if (!present.hasLasted()) {
                        return null;
                    }
                    probe(present, "it was open for " + settings.openFor());
                }
                case HALF_OPEN -> {
                    if (present.probesLeft.getAndDecrement() > 0) {
                        return present;
                    }
                    present.probesLeft.getAndIncrement();
                    if (!present.hasLasted()) {
                        return null;
                    }
                    probe(present, "the calls that tried it gave no outcome in " + settings.openFor());
                }
            }
        }
    }

    private void probe(Phase before, String why) {
        change(before, new Phase(State.HALF_OPEN, settings.probes(), new OutcomeWindow(settings.probes())), why);
    }

    private Phase closed() {
        return new Phase(State.CLOSED, 0, new OutcomeWindow(settings.window()));
    }

    private void change(Phase before, Phase after, String why) {
        if (phase.compareAndSet(before, after)) {
            transitions.changed(after.state, why);
        }
    }

    /** One state from its beginning to its end. A call reports to the one that let it pass, so late outcomes confuse no later one. */
    final class Phase {
        private final State state;
        private final OutcomeWindow window;
        private final AtomicInteger probesLeft;
        private final long began = ticker.getAsLong();

        private Phase(State state, int probes, OutcomeWindow window) {
            this.state = state;
            this.probesLeft = new AtomicInteger(probes);
            this.window = window;
        }

        /** Notes that a call ended: with an answer, or with what it threw. */
        void ended(long tookNanos, @Nullable Throwable failure) {
            boolean failed = failure != null && settings.failure().test(failure);
            boolean slow = tookNanos >= settings.slowCallNanos();
            if (failure != null && !failed && !slow) {
                // Says nothing about the version. A probe's place is free for another call.
                probesLeft.getAndIncrement();
                return;
            }
            Tally tally = window.add(failed, slow);
            boolean halfOpen = state == State.HALF_OPEN;
            if (state == State.OPEN || tally.calls() < (halfOpen ? settings.probes() : settings.minimumCalls())) {
                return;
            }
            if (tally.failed() >= settings.failureRate() * tally.calls()) {
                open(tally.failed() + " of the latest " + tally.calls() + " calls failed");
            } else if (tally.slow() >= settings.slowCallRate() * tally.calls()) {
                open(tally.slow() + " of the latest " + tally.calls() + " calls took " + settings.slowCall()
                        + " or longer");
            } else if (halfOpen) {
                change(this, closed(), tally.calls() + " calls tried it and " + tally.failed() + " failed");
            }
        }

        /** Notes that the call was not made after all. */
        void notCalled() {
            probesLeft.getAndIncrement();
        }

        private void open(String why) {
            change(this, new Phase(State.OPEN, 0, new OutcomeWindow(1)), why);
        }

        private boolean hasLasted() {
            return ticker.getAsLong() - began >= settings.openFor().toNanos();
        }
    }

    /**
     * When a circuit opens and closes. Immutable; each method gives a changed copy.
     *
     * @param window how many of the latest calls count, 1 to 1,000,000; 100 by default
     * @param minimumCalls how many outcomes there must be before the circuit may open, 1 to {@code window}; 20 by default
     * @param failureRate the share of failed calls that opens the circuit, above 0 and at most 1; 0.5 by default
     * @param slowCall how long a call takes at least to count as slow; forever by default, so that none does
     * @param slowCallRate the share of slow calls that opens the circuit, above 0 and at most 1; 1 by default
     * @param openFor how long the circuit stays open before calls try the version again; 30 seconds by default
     * @param probes how many calls try it, 1 to 1,000,000; 5 by default
     * @param failure which failures count; by default what the model threw, but not the library's own refusals, such as those
     *     of a full queue. If callers can make the model throw by what they send, leave those exceptions out here
     */
    public record Settings(
            int window,
            int minimumCalls,
            double failureRate,
            Duration slowCall,
            double slowCallRate,
            Duration openFor,
            int probes,
            Predicate<Throwable> failure) {
        private static final int MOST_CALLS = 1_000_000;
        private static final Duration NEVER = Duration.ofNanos(Long.MAX_VALUE);

        /**
         * Checks the settings.
         *
         * @param window how many of the latest calls count
         * @param minimumCalls how many outcomes there must be before the circuit may open
         * @param failureRate the share of failed calls that opens the circuit
         * @param slowCall how long a call takes at least to count as slow
         * @param slowCallRate the share of slow calls that opens the circuit
         * @param openFor how long the circuit stays open
         * @param probes how many calls try it again
         * @param failure which failures count
         * @throws InvalidInputException if one of them is out of its range
         */
        public Settings {
            require(window >= 1 && window <= MOST_CALLS, "window", window, "1 to 1,000,000 calls");
            require(minimumCalls >= 1 && minimumCalls <= window, "minimum", minimumCalls, "1 to " + window + " calls");
            require(failureRate > 0 && failureRate <= 1, "failure rate", failureRate, "above 0 and at most 1");
            require(slowCallRate > 0 && slowCallRate <= 1, "slow call rate", slowCallRate, "above 0 and at most 1");
            require(isUsable(slowCall), "slow call", slowCall, "a positive duration below 292 years");
            require(isUsable(openFor), "time to stay open", openFor, "a positive duration below 292 years");
            require(probes >= 1 && probes <= MOST_CALLS, "number of probes", probes, "1 to 1,000,000 calls");
        }

        /**
         * Opens when half of the latest 100 calls failed, and at least 20 were made; tries again after 30 seconds with 5 calls.
         *
         * @return the settings
         */
        public static Settings ofDefaults() {
            return new Settings(100, 20, 0.5, NEVER, 1, Duration.ofSeconds(30), 5, Settings::isOfTheModel);
        }

        /**
         * Sets how many of the latest calls count.
         *
         * @param calls 1 to 1,000,000
         * @param minimum how many outcomes there must be before the circuit may open, 1 to {@code calls}
         * @return a changed copy
         * @throws InvalidInputException if one of them is out of its range
         */
        public Settings over(int calls, int minimum) {
            return new Settings(calls, minimum, failureRate, slowCall, slowCallRate, openFor, probes, failure);
        }

        /**
         * Sets the share of failed calls that opens the circuit.
         *
         * @param rate above 0 and at most 1
         * @return a changed copy
         * @throws InvalidInputException if it is out of its range
         */
        public Settings openAtFailures(double rate) {
            return new Settings(window, minimumCalls, rate, slowCall, slowCallRate, openFor, probes, failure);
        }

        /**
         * Opens the circuit also when too many calls are slow.
         *
         * @param duration how long a call takes at least to count as slow, queueing included; positive
         * @param rate the share of slow calls that opens the circuit, above 0 and at most 1
         * @return a changed copy
         * @throws InvalidInputException if one of them is out of its range
         */
        public Settings openAtSlow(Duration duration, double rate) {
            return new Settings(window, minimumCalls, failureRate, duration, rate, openFor, probes, failure);
        }

        /**
         * Sets when and how carefully the version is tried again.
         *
         * @param after how long the circuit stays open, positive
         * @param calls how many calls try the version, 1 to 1,000,000
         * @return a changed copy
         * @throws InvalidInputException if one of them is out of its range
         */
        public Settings tryAgain(Duration after, int calls) {
            return new Settings(window, minimumCalls, failureRate, slowCall, slowCallRate, after, calls, failure);
        }

        /**
         * Says which failures count. Calls that failed otherwise are as if they had not been made, unless they were slow.
         *
         * @param counted whether what a call threw counts; must not throw
         * @return a changed copy
         */
        public Settings counting(Predicate<Throwable> counted) {
            return new Settings(window, minimumCalls, failureRate, slowCall, slowCallRate, openFor, probes, counted);
        }

        long slowCallNanos() {
            return slowCall.toNanos();
        }

        /** Whether it tells something about the version, rather than about the request or how busy the process is. */
        static boolean isOfTheModel(Throwable failure) {
            return !(failure instanceof ModelOpsException) || failure instanceof PredictionException;
        }

        private static boolean isUsable(Duration duration) {
            return !duration.isZero() && !duration.isNegative() && duration.compareTo(NEVER) <= 0;
        }

        private static void require(boolean holds, String what, Object value, String expected) {
            if (!holds) {
                throw new InvalidInputException(
                        "The " + what + " of a circuit breaker can't be " + value + ": expected " + expected + ".");
            }
        }
    }
}
