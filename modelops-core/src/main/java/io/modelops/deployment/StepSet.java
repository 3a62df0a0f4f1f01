package io.modelops.deployment;

import io.modelops.deployment.internal.Generation;
import io.modelops.deployment.internal.VersionLease;
import io.modelops.model.ClosedException;
import io.modelops.model.ModelVersion;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The versions of one pipeline that belong together. It holds a lease on each of them from its beginning until it was replaced
 * and its last request has ended, so that none of them is closed before; requests lease the set as a whole.
 */
final class StepSet {
    private final @Nullable Generation<?, ?>[] generations;
    private final int[] stripes;
    private final VersionLease lease = new VersionLease(this::letGo);

    private StepSet(@Nullable Generation<?, ?>[] generations, int[] stripes) {
        this.generations = generations;
        this.stripes = stripes;
    }

    /**
     * The champions of this moment.
     *
     * @throws ClosedException if a deployment is closed
     */
    static StepSet of(List<PipelineStep> steps) {
        @Nullable Generation<?, ?>[] generations = new Generation<?, ?>[steps.size()];
        int[] stripes = new int[steps.size()];
        try {
            for (int index = 0; index < steps.size(); index++) {
                PipelineStep step = steps.get(index);
                if (step instanceof DeploymentStep<?, ?>) {
                    stripes[index] = hold(step, index, generations);
                }
            }
        } catch (RuntimeException closed) {
            letGo(generations, stripes);
            throw closed;
        }
        return new StepSet(generations, stripes);
    }

    /** Who uses the set. */
    VersionLease lease() {
        return lease;
    }

    Generation<?, ?> generation(int index) {
        return Objects.requireNonNull(generations[index]);
    }

    /** The version at a step; null for a function. */
    @Nullable
    ModelVersion version(int index) {
        Generation<?, ?> generation = generations[index];
        return generation == null ? null : generation.version();
    }

    /** Whether these are the champions of this moment. */
    boolean isOfChampions(List<PipelineStep> steps) {
        for (int index = 0; index < generations.length; index++) {
            if (generations[index] != steps.get(index).champion()) {
                return false;
            }
        }
        return true;
    }

    private static int hold(PipelineStep step, int index, @Nullable Generation<?, ?>[] generations) {
        while (true) {
            Generation<?, ?> champion = step.champion();
            if (champion == null) {
                throw new ClosedException("The deployment of step " + step.name()
                        + " is closed: build the pipeline with open deployments.");
            }
            int stripe = champion.lease().acquire();
            if (stripe >= 0) {
                generations[index] = champion;
                return stripe;
            }
            // It was replaced between the lines above: its successor has been published before.
            Thread.onSpinWait();
        }
    }

    private void letGo() {
        letGo(generations, stripes);
    }

    private static void letGo(@Nullable Generation<?, ?>[] generations, int[] stripes) {
        for (int index = 0; index < stripes.length; index++) {
            Generation<?, ?> held = generations[index];
            if (held != null) {
                held.lease().release(stripes[index]);
            }
        }
    }
}
