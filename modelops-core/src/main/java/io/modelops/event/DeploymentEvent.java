package io.modelops.event;

import io.modelops.model.ModelVersion;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something this process did or met while serving a model. Not stored: the log says what should run, these what does. */
public sealed interface DeploymentEvent extends Event {
    /**
     * When it happened.
     *
     * @return the time by the deployment's clock
     */
    Instant at();

    /**
     * The version it is about.
     *
     * @return the version
     */
    ModelVersion version();

    /**
     * A version is being loaded; nothing has changed for callers.
     *
     * @param at when it happened
     * @param version the version
     */
    record Loading(Instant at, ModelVersion version) implements DeploymentEvent {}

    /**
     * A version is verified, loaded and warm.
     *
     * @param at when it happened
     * @param version the version
     * @param took how long loading and warming took
     */
    record Ready(Instant at, ModelVersion version, Duration took) implements DeploymentEvent {}

    /**
     * A version could not be made ready; what served before keeps serving.
     *
     * @param at when it happened
     * @param version the version
     * @param cause what went wrong
     */
    record LoadFailed(Instant at, ModelVersion version, Throwable cause) implements DeploymentEvent {}

    /**
     * A version became the champion of its deployment.
     *
     * @param at when it happened
     * @param version the version that serves now
     * @param replaced the version that served before, or null for the first
     */
    record Swapped(
            Instant at, ModelVersion version, @Nullable ModelVersion replaced) implements DeploymentEvent {}

    /**
     * A version was closed after its last request.
     *
     * @param at when it happened
     * @param version the version
     * @param answered how many requests it answered
     */
    record Closed(Instant at, ModelVersion version, long answered) implements DeploymentEvent {}

    /**
     * A version went over from one state to another, such as from {@code LOADING} to {@code WARMING}.
     *
     * @param at when it happened
     * @param version the version
     * @param from the name of the {@code io.modelops.deployment.VersionState} before
     * @param to the name of the state since then
     */
    record StateChanged(Instant at, ModelVersion version, String from, String to) implements DeploymentEvent {}

    /**
     * A version was closed, and the process still occupies more memory than before it was loaded. Measured over the whole
     * process: what the rest of the application allocated meanwhile is in it.
     *
     * @param at when it happened
     * @param version the version
     * @param bytes resident memory after the close less that before the load, 0 if that is negative
     */
    record Retained(Instant at, ModelVersion version, long bytes) implements DeploymentEvent {}

    /**
     * A version was taken out of memory to make room within the memory budget. The next request brings it back.
     *
     * @param at when it happened
     * @param version the version
     * @param inFavourOf the version that needed the room
     */
    record Evicted(Instant at, ModelVersion version, ModelVersion inFavourOf) implements DeploymentEvent {}

    /**
     * A version that was still in memory serves again without having been loaded anew.
     *
     * @param at when it happened
     * @param version the version
     */
    record Reactivated(Instant at, ModelVersion version) implements DeploymentEvent {}

    /**
     * A version still has running requests long after it was replaced; its memory stays until they end.
     *
     * @param at when it happened
     * @param version the version
     * @param running how many requests are still running
     */
    record Quarantined(Instant at, ModelVersion version, long running) implements DeploymentEvent {}

    /**
     * A version that serves was revoked. It goes on serving until its alias is moved.
     *
     * @param at when it was revoked
     * @param version the version
     */
    record ServesRevoked(Instant at, ModelVersion version) implements DeploymentEvent {}

    /**
     * So many of a version's latest calls failed or were slow that it is not asked for a while.
     *
     * @param at when it happened
     * @param version the version
     * @param why how many calls failed or were slow
     */
    record CircuitOpened(Instant at, ModelVersion version, String why) implements DeploymentEvent {}

    /**
     * A version whose circuit was open is tried with a few calls.
     *
     * @param at when it happened
     * @param version the version
     * @param why why now
     */
    record CircuitTried(Instant at, ModelVersion version, String why) implements DeploymentEvent {}

    /**
     * A version whose circuit was open did well when it was tried, and is asked again.
     *
     * @param at when it happened
     * @param version the version
     * @param why how the calls went that tried it
     */
    record CircuitClosed(Instant at, ModelVersion version, String why) implements DeploymentEvent {}

    /**
     * A plug-in threw; it was isolated and counted, and no caller noticed.
     *
     * @param at when it happened
     * @param version the version that was serving
     * @param plugin the name of the monitor, sink, listener or shadow
     * @param cause what it threw
     */
    record PluginFailed(Instant at, ModelVersion version, String plugin, Throwable cause) implements DeploymentEvent {}
}
