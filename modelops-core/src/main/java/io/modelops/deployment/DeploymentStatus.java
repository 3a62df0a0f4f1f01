package io.modelops.deployment;

import io.modelops.model.ModelRef;
import io.modelops.model.ModelVersion;
import java.time.Duration;
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
 * @param listenerFailures how often a listener of the deployer threw, whichever deployment it was told about
 * @param droppedEvents how many events a listener of the deployer was not told because it was too slow
 * @param fallbackAnswers how many requests were answered by the fallback
 * @param responseCache how the response cache is doing, or null if there is none
 * @param lastLoadFailure why the version the alias points to does not serve, or null if it does
 */
public record DeploymentStatus(
        ModelRef reference,
        List<VersionStatus> versions,
        List<VersionStatus> ended,
        long droppedObservations,
        long observerFailures,
        long droppedShadows,
        long listenerFailures,
        long droppedEvents,
        long fallbackAnswers,
        @Nullable CacheStatus responseCache,
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
     * @param listenerFailures how often a listener threw
     * @param droppedEvents how many events a listener was not told
     * @param fallbackAnswers how many requests were answered by the fallback
     * @param responseCache how the response cache is doing, or null
     * @param lastLoadFailure why the version the alias points to does not serve, or null
     */
    public DeploymentStatus {
        versions = List.copyOf(versions);
        ended = List.copyOf(ended);
    }

    /**
     * One version in memory.
     *
     * <p>The two percentiles are of how long the version took to answer, queueing included, copies for shadows included,
     * answers from the response cache not, over the latest one to two minutes. While the typical call takes 20 µs or longer
     * every call is measured, otherwise one in 64. They are exact to 1 %, and 0 if no call was measured.
     *
     * @param version the version
     * @param state what is done with it
     * @param since when that began, by the deployment's clock
     * @param weight the share of the requests that it answers
     * @param inFlight how many requests it is answering now, those that wait included
     * @param queued how many of them wait for a worker
     * @param answered how many requests it has taken on, shadow copies and answers from the cache included
     * @param failed how many of them it failed
     * @param p50 how long the typical call took
     * @param p99 how long all but one in a hundred calls took at most
     * @param memoryBytes the memory it takes: as declared, as the process grew when it was loaded alone, or as its files
     *     are large; 0 if it was not loaded
     * @param retainedBytes by how much the resident memory of the whole process was greater after it had been closed than
     *     before it was loaded; empty before, and where that can't be told. A model that leaks shows it again and again; a
     *     single value may be due to the rest of the application.
     * @param circuit the state of its circuit breaker, or null if it has none
     */
    public record VersionStatus(
            ModelVersion version,
            VersionState state,
            Instant since,
            double weight,
            long inFlight,
            long queued,
            long answered,
            long failed,
            Duration p50,
            Duration p99,
            long memoryBytes,
            OptionalLong retainedBytes,
            CircuitBreaker.@Nullable State circuit) {}

    /**
     * How a response cache is doing.
     *
     * @param hits how many requests were answered from it, those that waited for an equal one included
     * @param misses how many requests were not
     * @param entries about how many answers it holds
     */
    public record CacheStatus(long hits, long misses, long entries) {}
}
