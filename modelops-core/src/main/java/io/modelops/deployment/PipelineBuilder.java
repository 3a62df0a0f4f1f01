package io.modelops.deployment;

import io.modelops.model.InvalidInputException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Puts a pipeline together, step by step. Immutable: each step gives a longer builder.
 *
 * @param <I> the type of the inputs of the first step
 * @param <T> the type of the answers of the last step so far
 */
public final class PipelineBuilder<I, T> {
    private final String pipeline;
    private final List<PipelineStep> steps;

    PipelineBuilder(String pipeline, List<PipelineStep> steps) {
        this.pipeline = pipeline;
        this.steps = steps;
    }

    /**
     * Adds a deployment.
     *
     * @param step a short name for messages and status, unlike those of other steps
     * @param deployment answers the step; it stays the caller's to close
     * @param <N> the type of its answers
     * @return a longer builder
     * @throws InvalidInputException if a step has the same name
     */
    public <N> PipelineBuilder<I, N> then(String step, Deployment<? super T, ? extends N> deployment) {
        return with(new DeploymentStep<>(step, deployment));
    }

    /**
     * Adds a function.
     *
     * @param step a short name for messages and status, unlike those of other steps
     * @param function gives the answer of the step, not null; safe for use by several threads
     * @param <N> the type of its answers
     * @return a longer builder
     * @throws InvalidInputException if a step has the same name
     */
    public <N> PipelineBuilder<I, N> then(String step, Function<? super T, ? extends N> function) {
        return with(new FunctionStep<>(step, function));
    }

    /**
     * Builds the pipeline, with the versions that the deployments serve now.
     *
     * @return the pipeline, to be closed by the caller before its deployments
     * @throws InvalidInputException if there is no step
     * @throws io.modelops.model.ClosedException if a deployment is closed
     */
    public Pipeline<I, T> build() {
        if (steps.isEmpty()) {
            throw new InvalidInputException(
                    "Pipeline " + pipeline + " has no steps: expected one or more; add them with then(...).");
        }
        return new Pipeline<>(pipeline, steps);
    }

    private <N> PipelineBuilder<I, N> with(PipelineStep step) {
        if (steps.stream().anyMatch(other -> other.name().equals(step.name()))) {
            throw new InvalidInputException("Pipeline " + pipeline + " has a step named " + step.name()
                    + " already: expected names that tell steps apart.");
        }
        return new PipelineBuilder<>(
                pipeline, Stream.concat(steps.stream(), Stream.of(step)).toList());
    }
}
