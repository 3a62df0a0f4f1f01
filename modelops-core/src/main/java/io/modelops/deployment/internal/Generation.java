package io.modelops.deployment.internal;

import io.modelops.deployment.CircuitBreaker;
import io.modelops.deployment.VersionState;
import io.modelops.deployment.internal.PrivateDirectory.Removal;
import io.modelops.deployment.internal.jfr.Flight;
import io.modelops.deployment.internal.jfr.Span;
import io.modelops.model.ModelVersion;
import io.modelops.model.PredictionException;
import io.modelops.model.Profile;
import io.modelops.spi.LoadedModel;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One version in memory for one deployment: what was loaded, how calls reach it, who uses it. Deploying the same version
 * twice makes two generations, so an answer can never come from memory that belongs to an earlier one.
 */
public final class Generation<I, O> {
    private static final Logger LOG = LoggerFactory.getLogger(Generation.class);

    private final VersionLife life;
    private final ModelVersion version;
    private final LoadedModel<I, O> model;
    private final Dispatch<I, O> dispatch;
    private final Consumer<Removal> leave;
    private final Reservation reserved;
    private final @Nullable Profile trainedOn;
    private final long origin;
    private final LongAdder errors = new LongAdder();
    private final VersionLease lease;
    /** Both are set before the version is published, and not changed. */
    private @Nullable VersionMetrics metrics;

    private @Nullable CircuitBreaker breaker;

    Generation(
            VersionLife life,
            LoadedModel<I, O> model,
            Dispatch<I, O> dispatch,
            Consumer<Removal> leave,
            Reservation reserved,
            @Nullable Profile trainedOn,
            long origin,
            Executor closer,
            Consumer<Generation<I, O>> onClosed) {
        this.life = life;
        this.version = life.version();
        this.model = model;
        this.dispatch = dispatch;
        this.leave = leave;
        this.reserved = reserved;
        this.trainedOn = trainedOn;
        this.origin = origin;
        this.lease = new VersionLease(() -> closer.execute(() -> {
            life.enter(VersionState.CLOSING);
            try {
                close();
            } finally {
                life.enter(VersionState.CLOSED);
                onClosed.accept(this);
            }
        }));
    }

    /** The version. */
    public ModelVersion version() {
        return version;
    }

    /** The summary of its training data, if it was registered with one. */
    public @Nullable Profile trainedOn() {
        return trainedOn;
    }

    /** What became of it so far. */
    VersionLife life() {
        return life;
    }

    /** The memory it occupies. */
    Reservation memory() {
        return reserved;
    }

    /** Who uses it. */
    public VersionLease lease() {
        return lease;
    }

    /** The random half of the ids of the predictions it makes. */
    public long origin() {
        return origin;
    }

    /** Gives it what measures and what guards it. Called once, before it is published. */
    public void equip(VersionMetrics measuring, @Nullable CircuitBreaker guarding) {
        metrics = measuring;
        breaker = guarding;
    }

    /** How long its calls take, or null while it is not ready. */
    public @Nullable VersionMetrics metrics() {
        return metrics;
    }

    /** What keeps requests away while it fails, or null if nothing does. */
    public @Nullable CircuitBreaker breaker() {
        return breaker;
    }

    /** How many requests wait for a worker. */
    public int queued() {
        return dispatch.queued();
    }

    /**
     * Answers one input for somebody who holds the lease, and measures how long that takes if it is the turn of this number.
     *
     * @param priority 1 for the first to 9 for the last
     * @throws RuntimeException what the model threw, as thrown
     * @throws PredictionException if the model threw a checked exception, or gave no answer
     */
    public O answer(I input, int priority, long number) {
        VersionMetrics measuring = metrics;
        if (measuring == null || !measuring.measures(number)) {
            return answer(input, priority);
        }
        Span span = Flight.predicting(version);
        long began = measuring.now();
        Throwable thrown = null;
        try {
            return answer(input, priority);
        } catch (Throwable asThrown) {
            thrown = asThrown;
            throw asThrown;
        } finally {
            measuring.add(began, measuring.now());
            span.ended(thrown);
        }
    }

    /** How many predictions failed. */
    public long errors() {
        return errors.sum();
    }

    /**
     * Answers one input for somebody who holds the lease.
     *
     * @param priority 1 for the first to 9 for the last
     * @throws RuntimeException what the model threw, as thrown
     * @throws PredictionException if the model threw a checked exception, or gave no answer
     */
    private O answer(I input, int priority) {
        try {
            @Nullable O answer = dispatch.answer(input, priority);
            if (answer == null) {
                throw noAnswer();
            }
            return answer;
        } catch (RuntimeException | Error asThrown) {
            errors.increment();
            throw asThrown;
        } catch (Exception checked) {
            errors.increment();
            throw explained(checked);
        }
    }

    /**
     * Hands jobs over, all or none, for somebody who holds the lease until the last of them is done or withdrawn.
     *
     * @throws io.modelops.model.OverloadedException if there is no room for all
     */
    public void submit(List<? extends Job<I, O>> jobs) {
        dispatch.submit(jobs);
    }

    /** Takes a job back that was not begun with. */
    public boolean withdraw(Job<I, O> job) {
        return dispatch.withdraw(job);
    }

    /** Refuses a caller that would wait for a queue which it serves itself. */
    public void refuseOwnThread() {
        dispatch.refuseOwnThread();
    }

    /**
     * Judges what came of a job, and counts it if it failed.
     *
     * @return what its caller is to be told instead of an answer, or null if there is one
     */
    public @Nullable Throwable judged(@Nullable O answer, @Nullable Throwable thrown) {
        if (thrown == null && answer != null) {
            return null;
        }
        errors.increment();
        if (thrown == null) {
            return noAnswer();
        }
        return thrown instanceof RuntimeException || thrown instanceof Error ? thrown : explained(thrown);
    }

    /** Runs inputs through every inference. */
    void warmUp(List<I> inputs) throws Exception {
        dispatch.warmUp(inputs);
    }

    /** Frees everything. Called once: by the lease, or by whoever could not make it ready. */
    void close() {
        boolean allClosed = closes("inference", dispatch::close);
        allClosed &= closes("model", model::close);
        leave.accept(allClosed ? Removal.IN_PIECES : Removal.AT_ONCE);
    }

    private PredictionException noAnswer() {
        return new PredictionException("Version " + version
                + " gave null as its answer: expected an answer or an exception; mend its runtime or translator.");
    }

    private PredictionException explained(Throwable checked) {
        return new PredictionException(
                "Version " + version + " could not answer (" + checked + "): see the cause.", checked);
    }

    private boolean closes(String part, Runnable action) {
        try {
            action.run();
            return true;
        } catch (RuntimeException | Error failure) {
            LOG.warn(
                    "The {} of version {} threw when it was closed; its memory may not be free",
                    part,
                    version,
                    failure);
            return false;
        }
    }
}
