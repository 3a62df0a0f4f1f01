package io.modelops.benchmarks;

import io.modelops.deployment.Batching;
import io.modelops.deployment.DeploymentSettings;

/** The one place that says how a deployment is told to put requests together. */
final class BatchedSettings {
    private BatchedSettings() {}

    /** Lets a model answer up to so many requests at once. */
    static void apply(DeploymentSettings<?, ?> settings, int most) {
        settings.batching(Batching.upTo(most)).queueCapacity(Math.max(most, 1_000));
    }
}
