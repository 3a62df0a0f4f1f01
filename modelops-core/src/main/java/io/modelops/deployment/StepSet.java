package io.modelops.deployment;

import io.modelops.deployment.internal.Generation;
import io.modelops.deployment.internal.VersionLease;
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
     * @return the set, or null if one of them is not in memory at this moment, or a deployment is closed
     */
    static @Nullable StepSet of(List<PipelineStep> steps) {
        @Nullable Generation<?, ?>[] generations = new Generation<?, ?>[steps.size()];
        int[] stripes = new int[steps.size()];
        for (int index = 0; index < steps.size(); index++) {
            PipelineStep step = steps.get(index);
            if (step instanceof DeploymentStep<?, ?> && !hold(step, index, generations, stripes)) {
                letGo(generations, stripes);
                return null;
            }
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

    private static boolean hold(PipelineStep step, int index, @Nullable Generation<?, ?>[] generations, int[] stripes) {
        Generation<?, ?> champion = null;
        while (true) {
            Generation<?, ?> before = champion;
            champion = step.champion();
            if (champion == null || champion == before) {
                // A successor would have been published before it was retired: it serves, but is not in memory.
                return false;
            }
            int stripe = champion.lease().acquire();
            if (stripe >= 0) {
                generations[index] = champion;
                stripes[index] = stripe;
                return true;
            }
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
