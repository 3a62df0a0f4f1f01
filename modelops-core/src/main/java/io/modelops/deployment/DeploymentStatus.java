package io.modelops.deployment;

import io.modelops.model.ModelRef;
import io.modelops.model.ModelVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment looks like at one moment. A snapshot; counts may be a moment old.
 *
 * @param reference what is deployed, such as {@code churn@champion}
 * @param versions the versions in memory, the active one first
 * @param droppedObservations how many predictions monitors did not see because they were too slow
 * @param observerFailures how often a monitor or another observer threw
 * @param droppedShadows how many copies of requests were not made because the shadow was too slow
 * @param lastLoadFailure why the version the alias points to does not serve, or null if it does
 */
public record DeploymentStatus(
        ModelRef reference,
        List<VersionStatus> versions,
        long droppedObservations,
        long observerFailures,
        long droppedShadows,
        @Nullable String lastLoadFailure) {
    /**
     * Copies and keeps the snapshot.
     *
     * @param reference what is deployed
     * @param versions the versions in memory, the active one first
     * @param droppedObservations how many predictions monitors did not see
     * @param observerFailures how often a monitor or another observer threw
     * @param droppedShadows how many copies of requests were not made
     * @param lastLoadFailure why the version the alias points to does not serve, or null
     */
    public DeploymentStatus {
        versions = List.copyOf(versions);
    }

    /**
     * One version in memory.
     *
     * @param version the version
     * @param state what is done with it
     * @param weight the share of the requests that it answers
     * @param inFlight how many requests it is answering now
     * @param answered how many requests it has taken on, shadow copies included
     * @param failed how many of them it failed
     */
    public record VersionStatus(
            ModelVersion version, VersionState state, double weight, long inFlight, long answered, long failed) {}
}
