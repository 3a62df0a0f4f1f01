package io.modelops.deployment;

import io.modelops.model.ClosedException;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.model.PredictionException;
import io.modelops.model.PredictionId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Several deployments and functions, one after another, whose versions are exchanged together.
 *
 * <pre>{@code
 * Pipeline<Ticket, Team> triage = Pipeline.<Ticket>builder("triage")
 *     .then("text", Ticket::text)
 *     .then("embed", embedder)                              // a Deployment<String, Embedding>
 *     .then("classify", classifier)                         // a Deployment<Embedding, Team>
 *     .build();
 * Team team = triage.predict(ticket).value();
 * triage.changeTogether(() -> { moveAliasOf(embedder); moveAliasOf(classifier); });
 * }</pre>
 *
 * <p>What is guaranteed, in this process: a request reads the set of versions once, and all its steps are answered by versions
 * of that set, also when deployments swap meanwhile. A new set is used only when every deployment serves what its reference
 * names; as long as one of them still loads, or can't load, the pipeline stays with the old set, whose versions remain in
 * memory for it. What is not: two aliases are moved by two entries of the registry's log. If the first one's version is ready
 * before the second alias is moved, that is a new set of its own, unless both are moved within {@link #changeTogether}; and
 * another process may read the one entry before the other.
 *
 * <p>Steps are answered by the champions. A version on trial in a rollout gets no request of a pipeline before it is promoted.
 * Monitors, feedback, response caches, circuit breakers and fallbacks are those of each deployment; a fallback's answer may come
 * from a version outside of the set, and the answer's step says so.
 *
 * <p>Safe for use by any number of threads. A prediction takes no lock. Closing a pipeline leaves its deployments open;
 * closing one of its deployments ends the pipeline.
 *
 * @param <I> the type of the inputs of the first step
 * @param <O> the type of the answers of the last step
 */
public final class Pipeline<I, O> implements AutoCloseable {
    private final String name;
    private final List<PipelineStep> steps;
    private final ReentrantLock changing = new ReentrantLock();
    private final Runnable watcher = this::refresh;
    private final LongAdder answered = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private volatile @Nullable StepSet set;
    private volatile boolean closed;
    private int held;

    Pipeline(String name, List<PipelineStep> steps) {
        this.name = name;
        this.steps = List.copyOf(steps);
        this.set = first(this.steps);
        this.steps.forEach(step -> step.watch(watcher));
        refresh();
    }

    /**
     * Starts to put a pipeline together.
     *
     * @param name a short name for messages
     * @param <I> the type of the inputs
     * @return a builder without steps
     */
    public static <I> PipelineBuilder<I, I> builder(String name) {
        return new PipelineBuilder<>(name, List.of());
    }

    /**
     * Sends an input through all steps.
     *
     * @param input the input
     * @return the answer of the last step, and who answered at each
     * @throws InvalidInputException if the input is null
     * @throws PredictionException if a step failed; the message names it, and the cause is what it threw. Errors are thrown as
     *     they are
     * @throws ClosedException if the pipeline, or a deployment that is a step of it, is closed
     */
    public Answer<O> predict(I input) {
        if (input == null) {
            throw new InvalidInputException(
                    "The input for pipeline " + name + " is null: expected a value of its input type.");
        }
        while (true) {
            StepSet present = set;
            if (present == null) {
                throw new ClosedException("Pipeline " + name + " is closed, or " + closedStep()
                        + " is: build it again with open deployments.");
            }
            int stripe = present.lease().acquire();
            if (stripe >= 0) {
                try {
                    return run(input, present);
                } finally {
                    present.lease().release(stripe);
                }
            }
            // It was replaced between the two lines above: its successor has been published before.
            Thread.onSpinWait();
        }
    }

    /**
     * Moves several aliases, or changes anything else, without that a part of the change is used: until the action has ended,
     * and from then on until every deployment serves what its reference names, requests are answered by the versions from
     * before. Changes of others in that time wait as well.
     *
     * @param action what to do; what it throws is thrown, and what it has done by then counts
     */
    public void changeTogether(Runnable action) {
        hold(1);
        try {
            action.run();
        } finally {
            hold(-1);
            refresh();
        }
    }

    /**
     * What it looks like now.
     *
     * @return a snapshot
     */
    public PipelineStatus status() {
        StepSet present = set;
        List<PipelineStatus.StepStatus> all = new ArrayList<>();
        for (int index = 0; index < steps.size(); index++) {
            all.add(new PipelineStatus.StepStatus(
                    steps.get(index).name(),
                    present == null ? null : present.version(index),
                    steps.get(index).serves(),
                    !steps.get(index).isUpToDate()));
        }
        return new PipelineStatus(
                name, all, present == null ? 0 : present.lease().holders(), answered.sum(), failed.sum());
    }

    /** Ends the pipeline; running requests end first where they are. Closing twice does nothing more. */
    @Override
    public void close() {
        closed = true;
        steps.forEach(step -> step.unwatch(watcher));
        refresh();
    }

    private void hold(int more) {
        changing.lock();
        try {
            held += more;
        } finally {
            changing.unlock();
        }
    }

    /** Uses the versions that serve now, if all of them are what they should be. */
    private void refresh() {
        changing.lock();
        try {
            if (closed || steps.stream().anyMatch(PipelineStep::isClosed)) {
                replace(null);
                return;
            }
            StepSet present = set;
            if (held > 0 || present == null || !steps.stream().allMatch(PipelineStep::isUpToDate)) {
                return;
            }
            if (!present.isOfChampions(steps)) {
                StepSet next = StepSet.of(steps);
                if (next != null) {
                    replace(next);
                }
            }
        } finally {
            changing.unlock();
        }
    }

    private static StepSet first(List<PipelineStep> steps) {
        while (true) {
            StepSet first = StepSet.of(steps);
            if (first != null) {
                return first;
            }
            steps.stream().filter(PipelineStep::isClosed).findFirst().ifPresent(step -> {
                throw new ClosedException("The deployment of step " + step.name()
                        + " is closed: build the pipeline with open deployments.");
            });
            steps.forEach(PipelineStep::awaitInMemory);
        }
    }

    private void replace(@Nullable StepSet next) {
        StepSet before = set;
        set = next;
        if (before != null) {
            before.lease().retire();
        }
    }

    private Answer<O> run(I input, StepSet present) {
        List<StepAnswer> trail = new ArrayList<>(steps.size());
        Object value = input;
        for (int index = 0; index < steps.size(); index++) {
            PipelineStep step = steps.get(index);
            try {
                value = step.answer(value, present, index, trail);
            } catch (RuntimeException failure) {
                failed.increment();
                throw new PredictionException(
                        "Step " + step.name() + " of pipeline " + name + " failed (" + failure
                                + "): see the cause; the steps before it answered.",
                        failure);
            } catch (Error failure) {
                failed.increment();
                throw failure;
            }
        }
        answered.increment();
        @SuppressWarnings("unchecked") // The builder lets only steps follow each other whose types fit.
        O last = (O) value;
        return new Answer<>(last, trail);
    }

    private String closedStep() {
        return steps.stream()
                .filter(PipelineStep::isClosed)
                .map(step -> "the deployment of its step " + step.name())
                .findFirst()
                .orElse("one of its deployments");
    }

    /**
     * What a pipeline answered.
     *
     * @param value the answer of the last step
     * @param steps who answered, in order
     * @param <O> the type of the answer
     */
    public record Answer<O>(O value, List<StepAnswer> steps) {
        /**
         * Copies and keeps the answer.
         *
         * @param value the answer of the last step
         * @param steps who answered, in order
         */
        public Answer {
            steps = List.copyOf(steps);
        }
    }

    /**
     * Who answered at one step.
     *
     * @param step the name of the step
     * @param version the version that answered, or null for a function
     * @param id the id to report the true outcome of this step with to its deployment's feedback, or null for a function
     * @param isFallback whether a fallback answered in place of the version of the set
     */
    public record StepAnswer(
            String step,
            @Nullable ModelVersion version,
            @Nullable PredictionId id,
            boolean isFallback) {}
}
