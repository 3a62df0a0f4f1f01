package io.modelops.feedback;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import io.modelops.model.Example;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelRef;
import io.modelops.model.ModelVersion;
import io.modelops.model.PredictionId;
import io.modelops.spi.Feedback;
import io.modelops.spi.LabelledObservation;
import io.modelops.spi.Observation;
import io.modelops.spi.Observer;
import io.modelops.spi.PredictionLog;
import io.modelops.spi.Role;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Joins predictions with the true outcomes that are reported later. It remembers answered predictions by their id, up to
 * a number and an age; when an outcome is reported, it passes prediction and outcome on to its observers and keeps the
 * latest pairs to learn from. The answers that shadows gave to the same request get the same outcome.
 *
 * <p>Failed predictions are not remembered: there is no answer to judge. An outcome reported twice is recognised as long
 * as the prediction would still be remembered.
 *
 * <p>Safe for use by several threads. Observers are told of pairs one after another, in the order in which the pairs were
 * joined.
 *
 * @param <I> the type of the inputs
 * @param <O> the type of the answers
 */
public final class FeedbackLog<I, O> implements Observer<I, O>, Feedback<O> {
    private record Settled<O>(O outcome, Instant at) {}

    private static final long LONGEST_DELAY_MILLIS = Duration.ofDays(36_500).toMillis();

    private final ReentrantLock lock = new ReentrantLock();
    private final Cache<PredictionId, List<Observation<I, O>>> pending;
    private final Cache<PredictionId, Settled<O>> settled;
    private final LabelHistory<I, O> history;
    private final LabelDelivery<I, O> delivery;
    private final @Nullable Journal<I, O> journal;
    private final Histogram delays = new Histogram(LONGEST_DELAY_MILLIS, 2);
    private final InstantSource clock;
    private final Duration timeToLive;
    private final Runnable catchUp;

    private long predictions;
    private long joined;
    private long duplicates;
    private long unknown;
    private long expired;
    private long restored;

    private FeedbackLog(Builder<I, O> builder) {
        clock = builder.clock;
        timeToLive = builder.timeToLive;
        catchUp = builder.catchUp;
        Ticker ticker = ticker(clock);
        pending = bounded(builder, ticker)
                .evictionListener(
                        (@Nullable PredictionId id, @Nullable List<Observation<I, O>> given, RemovalCause cause) ->
                                expired++)
                .build();
        settled = bounded(builder, ticker).build();
        history = new LabelHistory<>(builder.history);
        delivery = new LabelDelivery<>(List.copyOf(builder.observers), builder.executor, builder.capacity);
        journal = builder.journal;
        if (journal != null) {
            journal.restore(builder.capacity, this::restore);
        }
    }

    /**
     * Starts a feedback log with room for 100,000 predictions of the last 30 days and 10,000 pairs, by the system's clock,
     * whose observers are told on the thread that reports an outcome.
     *
     * @param <I> the type of the inputs
     * @param <O> the type of the answers
     * @return a builder, not safe for use by several threads
     */
    public static <I, O> Builder<I, O> builder() {
        return new Builder<>();
    }

    @Override
    public String name() {
        return "feedback";
    }

    @Override
    public void onPrediction(Observation<I, O> observation) {
        if (observation.output() == null) {
            return;
        }
        boolean answered = observation.role() != Role.SHADOW;
        // The journal remembers versions but no roles: after a restart a fallback's answer would pass for the version's
        // own.
        if (observation.role().isOwn() && journal != null) {
            journal.predicted(observation);
        } else if (!answered && journal != null) {
            journal.shadowed(observation);
        }
        lock.lock();
        try {
            predictions += answered ? 1 : 0;
            Settled<O> known = settled.getIfPresent(observation.id());
            if (known != null) {
                pass(observation, known);
            } else {
                pending.get(observation.id(), id -> new ArrayList<>(1)).add(observation);
            }
        } finally {
            lock.unlock();
        }
        delivery.deliver();
    }

    /**
     * Reports the true outcome of a prediction. Reporting it again changes nothing.
     *
     * @param prediction the id of the prediction
     * @param outcome the true outcome
     * @return what became of it
     * @throws InvalidInputException if the outcome is null
     */
    @Override
    public Outcome label(PredictionId prediction, O outcome) {
        if (outcome == null) {
            throw new InvalidInputException("The outcome of prediction " + prediction
                    + " is null: expected the true outcome; report nothing as long as it is not known.");
        }
        Settled<O> settling = new Settled<>(outcome, clock.instant());
        Outcome result = settle(prediction, settling, null);
        if (result == Outcome.UNKNOWN_PREDICTION) {
            catchUp.run();
            result = settle(prediction, settling, null);
        }
        if (result == Outcome.UNKNOWN_PREDICTION) {
            result = settle(prediction, settling, lookUp(prediction, settling.at()));
        }
        if (result == Outcome.JOINED && journal != null) {
            journal.labelled(prediction, settling.at(), outcome);
        }
        count(result);
        delivery.deliver();
        return result;
    }

    /**
     * The latest predictions that got their outcome, without those of shadows.
     *
     * @return an immutable snapshot, oldest prediction first
     */
    public List<LabelledObservation<I, O>> labelled() {
        lock.lock();
        try {
            return history.snapshot();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The latest examples to learn from: what was asked, and what turned out to be right.
     *
     * @param last the greatest number of examples wanted, 0 or more
     * @return an immutable snapshot, oldest prediction first
     */
    public List<Example<I, O>> examples(int last) {
        List<LabelledObservation<I, O>> all = labelled();
        return all.subList(Math.max(0, all.size() - last), all.size()).stream()
                .map(labelled -> Example.of(labelled.prediction().input(), labelled.label()))
                .toList();
    }

    /**
     * How the join stands.
     *
     * @return counts at this moment
     */
    public FeedbackStatus status() {
        lock.lock();
        try {
            pending.cleanUp();
            return new FeedbackStatus(
                    predictions,
                    pending.estimatedSize(),
                    joined,
                    duplicates,
                    unknown,
                    expired,
                    restored,
                    delivery.undelivered(),
                    delivery.failures() + (journal == null ? 0 : journal.failures()),
                    delay(50),
                    delay(95));
        } finally {
            lock.unlock();
        }
    }

    private Outcome settle(PredictionId id, Settled<O> settling, @Nullable Observation<I, O> found) {
        lock.lock();
        try {
            if (settled.getIfPresent(id) != null) {
                return Outcome.DUPLICATE;
            }
            List<Observation<I, O>> observations = pending.asMap().remove(id);
            if (observations == null && found == null) {
                return Outcome.UNKNOWN_PREDICTION;
            }
            settled.put(id, settling);
            for (Observation<I, O> observation : observations == null ? List.of(found) : observations) {
                pass(observation, settling);
            }
            return Outcome.JOINED;
        } finally {
            lock.unlock();
        }
    }

    private void pass(Observation<I, O> observation, Settled<O> settling) {
        LabelledObservation<I, O> labelled = new LabelledObservation<>(observation, settling.outcome(), settling.at());
        delivery.enqueue(labelled);
        if (observation.role() != Role.SHADOW) {
            history.add(labelled);
            long millis = Duration.between(observation.at(), settling.at()).toMillis();
            delays.recordValue(Math.max(0, Math.min(LONGEST_DELAY_MILLIS, millis)));
        }
    }

    private @Nullable Observation<I, O> lookUp(PredictionId id, Instant now) {
        if (journal == null) {
            return null;
        }
        Optional<Observation<I, O>> found = journal.find(id);
        return found.filter(observation -> !observation.at().plus(timeToLive).isBefore(now))
                .orElse(null);
    }

    private void count(Outcome result) {
        lock.lock();
        try {
            switch (result) {
                case JOINED -> joined++;
                case DUPLICATE -> duplicates++;
                case UNKNOWN_PREDICTION -> unknown++;
            }
        } finally {
            lock.unlock();
        }
    }

    private void restore(LabelledObservation<I, O> labelled) {
        restored++;
        history.add(labelled);
        settled.put(labelled.prediction().id(), new Settled<>(labelled.label(), labelled.labelledAt()));
    }

    private Duration delay(double percentile) {
        return Duration.ofMillis(delays.getTotalCount() == 0 ? 0 : delays.getValueAtPercentile(percentile));
    }

    private static Caffeine<Object, Object> bounded(Builder<?, ?> builder, Ticker ticker) {
        return Caffeine.newBuilder()
                .maximumSize(builder.capacity)
                .expireAfterWrite(builder.timeToLive)
                .ticker(ticker)
                .executor(Runnable::run);
    }

    private static Ticker ticker(InstantSource clock) {
        Instant start = clock.instant();
        return () -> {
            Duration passed = Duration.between(start, clock.instant());
            return passed.toSeconds() > Long.MAX_VALUE / 2_000_000_000L ? Long.MAX_VALUE / 2 : passed.toNanos();
        };
    }

    /**
     * Collects what a feedback log is built from.
     *
     * @param <I> the type of the inputs
     * @param <O> the type of the answers
     */
    public static final class Builder<I, O> {
        private final List<Observer<I, O>> observers = new ArrayList<>();
        private int capacity = 100_000;
        private int history = 10_000;
        private Duration timeToLive = Duration.ofDays(30);
        private InstantSource clock = InstantSource.system();
        private Executor executor = Runnable::run;
        private Runnable catchUp = () -> {};
        private @Nullable Journal<I, O> journal;

        private Builder() {}

        /**
         * Limits how many predictions wait for their outcome; 100,000 unless told. More than that, and some are given up.
         *
         * @param predictions the greatest number, 1 or more
         * @return this builder
         * @throws InvalidInputException if the number is less than 1
         */
        public Builder<I, O> capacity(int predictions) {
            capacity = positive("Capacity", predictions);
            return this;
        }

        /**
         * Limits how many joined pairs are kept; 10,000 unless told. The oldest predictions go first.
         *
         * @param pairs the greatest number, 1 or more
         * @return this builder
         * @throws InvalidInputException if the number is less than 1
         */
        public Builder<I, O> history(int pairs) {
            history = positive("History", pairs);
            return this;
        }

        /**
         * Sets how long a prediction waits for its outcome; 30 days unless told.
         *
         * @param age the greatest age, more than zero
         * @return this builder
         * @throws InvalidInputException if the age is zero or less
         */
        public Builder<I, O> timeToLive(Duration age) {
            if (age.isZero() || age.isNegative()) {
                throw new InvalidInputException("Time to live " + age + " is not allowed: expected more than zero.");
            }
            timeToLive = age;
            return this;
        }

        /**
         * Sets the clock that predictions grow old by; the system's unless told.
         *
         * @param source the clock
         * @return this builder
         */
        public Builder<I, O> clock(InstantSource source) {
            clock = source;
            return this;
        }

        /**
         * Adds an observer, whose {@link Observer#onLabel} is called for each pair. What it throws is counted.
         *
         * @param observer the observer
         * @return this builder
         */
        public Builder<I, O> observer(Observer<I, O> observer) {
            observers.add(observer);
            return this;
        }

        /**
         * Sets where observers are told; on the thread that reports an outcome unless told. Never more than one task is
         * handed over at a time, and no more pairs wait than the capacity allows.
         *
         * @param executor the executor
         * @return this builder
         */
        public Builder<I, O> executor(Executor executor) {
            this.executor = executor;
            return this;
        }

        /**
         * Sets what is run before a prediction is called unknown. A deployment that delivers its observations later than
         * it answers lets those on their way arrive here. It runs on the thread that reports an outcome and may block it;
         * what it throws, that thread gets.
         *
         * @param catchUp what to run
         * @return this builder
         */
        public Builder<I, O> catchUp(Runnable catchUp) {
            this.catchUp = catchUp;
            return this;
        }

        /**
         * Keeps predictions and outcomes in a log as well, so that outcomes find their predictions after a restart, and
         * reads the latest pairs back from it, no more than the capacity. Inputs and answers are written as JSON and must be readable from it. The
         * log is used by one thread at a time and is not closed.
         *
         * @param log the log
         * @param inputType the type of the inputs
         * @param outputType the type of the answers
         * @param versions finds a version by its number, such as the registry
         * @return this builder
         */
        public Builder<I, O> predictionLog(
                PredictionLog log,
                Class<I> inputType,
                Class<O> outputType,
                Function<? super ModelRef.Numbered, Optional<ModelVersion>> versions) {
            journal = new Journal<>(log, inputType, outputType, versions);
            return this;
        }

        /**
         * Builds the feedback log, and reads the prediction log if there is one.
         *
         * @return the feedback log
         * @throws io.modelops.model.StoreException if the prediction log can't be read
         */
        public FeedbackLog<I, O> build() {
            return new FeedbackLog<>(this);
        }

        private static int positive(String what, int number) {
            if (number < 1) {
                throw new InvalidInputException(what + " " + number + " is not allowed: expected 1 or more.");
            }
            return number;
        }
    }
}
