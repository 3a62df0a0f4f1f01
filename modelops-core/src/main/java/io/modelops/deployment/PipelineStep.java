package io.modelops.deployment;

import io.modelops.deployment.Pipeline.StepAnswer;
import io.modelops.deployment.internal.Generation;
import io.modelops.model.ModelVersion;
import io.modelops.model.PredictionException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One step of a pipeline. Its input has the type that the builder saw to. */
sealed interface PipelineStep {
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

    default boolean isUpToDate() {
        return true;
    }

    default void watch(Runnable watcher) {}

    default void unwatch(Runnable watcher) {}

    /** A step that a model answers. */
    record OfDeployment<A, B>(String name, Deployment<A, B> deployment) implements PipelineStep {
        @Override
        @SuppressWarnings("unchecked") // The builder and the set see to it.
        public Object answer(Object input, StepSet set, int index, List<StepAnswer> trail) {
            Generation<A, B> pinned = (Generation<A, B>) set.generation(index);
            Prediction<B> prediction = deployment.predictWith(pinned, (A) input);
            trail.add(new StepAnswer(name, prediction.version(), prediction.id(), prediction.isFallback()));
            return prediction.value();
        }

        @Override
        public @Nullable Generation<?, ?> champion() {
            return deployment.champion();
        }

        @Override
        public boolean isClosed() {
            return deployment.champion() == null;
        }

        @Override
        public boolean isUpToDate() {
            return deployment.isUpToDate();
        }

        @Override
        public void watch(Runnable watcher) {
            deployment.watch(watcher);
        }

        @Override
        public void unwatch(Runnable watcher) {
            deployment.unwatch(watcher);
        }
    }

    /** A step that a function answers. */
    record OfFunction<A, B>(String name, Function<A, B> function) implements PipelineStep {
        @Override
        @SuppressWarnings("unchecked") // The builder sees to it.
        public Object answer(Object input, StepSet set, int index, List<StepAnswer> trail) {
            B answer = function.apply((A) input);
            if (answer == null) {
                throw new PredictionException("Function " + name
                        + " gave null as its answer: expected a value or an exception; mend the function.");
            }
            trail.add(new StepAnswer(name, null, null, false));
            return answer;
        }
    }
}
