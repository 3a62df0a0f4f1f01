package io.modelops.deployment;

import io.modelops.deployment.Pipeline.StepAnswer;
import io.modelops.deployment.internal.Generation;
import io.modelops.model.ModelVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One step of a pipeline. Its input has the type that the builder saw to. */
sealed interface PipelineStep permits DeploymentStep, FunctionStep {
    String name();

    /** Answers, and notes who did. */
    Object answer(Object input, StepSet set, int index, List<StepAnswer> trail);

    /** The champion at this moment; null if there is none, or the step needs none. */
    default @Nullable Generation<?, ?> champion() {
        return null;
    }

    default @Nullable ModelVersion serves() {
        Generation<?, ?> champion = champion();
        return champion == null ? null : champion.version();
    }

    default boolean isClosed() {
        return false;
    }

    /** Waits until the champion is in memory. */
    default void awaitInMemory() {}

    default boolean isUpToDate() {
        return true;
    }

    default void watch(Runnable watcher) {}

    default void unwatch(Runnable watcher) {}
}
