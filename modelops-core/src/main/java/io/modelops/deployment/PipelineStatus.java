package io.modelops.deployment;

import io.modelops.model.ModelVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline looks like at one moment. A snapshot; counts may be a moment old.
 *
 * @param name its name
 * @param steps its steps, in order
 * @param inFlight how many requests are on their way through the present set of versions
 * @param answered how many requests were answered
 * @param failed how many requests failed at one of the steps
 */
public record PipelineStatus(String name, List<StepStatus> steps, long inFlight, long answered, long failed) {
    /**
     * Copies and keeps the snapshot.
     *
     * @param name its name
     * @param steps its steps, in order
     * @param inFlight how many requests are on their way
     * @param answered how many requests were answered
     * @param failed how many requests failed
     */
    public PipelineStatus {
        steps = List.copyOf(steps);
    }

    /**
     * Whether a new set of versions waits until all of them are ready.
     *
     * @return true if the deployments serve other versions than the pipeline uses, or are about to
     */
    public boolean isChanging() {
        return steps.stream()
                .anyMatch(step ->
                        step.isAwaited() || (step.used() != null && !step.used().equals(step.serves())));
    }

    /**
     * One step.
     *
     * @param name its name
     * @param used the version that the pipeline uses, or null for a function, or if the pipeline is closed
     * @param serves the version that the deployment serves to its own callers, or null for a function, or if it is closed
     * @param isAwaited whether the deployment does not serve what its reference names, so that the pipeline waits for it
     */
    public record StepStatus(
            String name,
            @Nullable ModelVersion used,
            @Nullable ModelVersion serves,
            boolean isAwaited) {}
}
