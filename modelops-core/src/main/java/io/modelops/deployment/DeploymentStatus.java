package io.modelops.deployment;

import io.modelops.model.ModelRef;
import io.modelops.model.ModelVersion;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment looks like at one moment. A snapshot; counts may be a moment old.
 *
 * @param reference what is deployed, such as {@code churn@champion}
 * @param versions the versions in memory, and those that are being loaded; the active one first
 * @param ended the latest versions that were closed or could not be made ready, at most eight, the latest first
 * @param droppedObservations how many predictions monitors did not see because they were too slow
 * @param observerFailures how often a monitor or another observer threw
 * @param droppedShadows how many copies of requests were not made because the shadow was too slow
 * @param lastLoadFailure why the version the alias points to does not serve, or null if it does
 */
public record DeploymentStatus(
        ModelRef reference,
        List<VersionStatus> versions,
        List<VersionStatus> ended,
        long droppedObservations,
        long observerFailures,
        long droppedShadows,
        @Nullable String lastLoadFailure) {
    /**
     * Copies and keeps the snapshot.
     *
     * @param reference what is deployed
     * @param versions the versions in memory, and those that are being loaded
     * @param ended the latest versions that were closed or could not be made ready
     * @param droppedObservations how many predictions monitors did not see
     * @param observerFailures how often a monitor or another observer threw
     * @param droppedShadows how many copies of requests were not made
     * @param lastLoadFailure why the version the alias points to does not serve, or null
     */
    public DeploymentStatus {
        versions = List.copyOf(versions);
        ended = List.copyOf(ended);
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
     * @param since when it came into this state
     * @param memoryBytes the memory it takes: as declared, as the process grew when it was loaded alone, or as its files
     *     are large; 0 if it was not loaded
     * @param retainedBytes by how much the resident memory of the whole process was greater after it had been closed than
     *     before it was loaded; empty before, and where that can't be told. A model that leaks shows it again and again; a
     *     single value may be due to the rest of the application.
     */
    public record VersionStatus(
            ModelVersion version,
            VersionState state,
            double weight,
            long inFlight,
            long answered,
            long failed,
            Instant since,
            long memoryBytes,
            OptionalLong retainedBytes) {}
}
