package io.modelops.deployment;

import io.modelops.deployment.Pipeline.StepAnswer;
import io.modelops.deployment.internal.Generation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A step that a model answers. */
record DeploymentStep<A, B>(String name, Deployment<A, B> deployment) implements PipelineStep {
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
    public void awaitInMemory() {
        deployment.awaitInMemory();
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
