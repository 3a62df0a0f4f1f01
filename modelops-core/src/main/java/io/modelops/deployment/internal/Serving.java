package io.modelops.deployment.internal;

import io.modelops.deployment.CircuitBreaker;
import io.modelops.deployment.DeploymentStatus.VersionStatus;
import io.modelops.event.DeploymentEvent;
import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.ModelRef;
import io.modelops.model.ModelVersion;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Which versions one deployment has in memory, and which of them answers. Each question has a class of its own, which this one
 * puts together: {@link PublishedRoute} for who answers, {@link AliasFollower} and {@link Succession} for who is to be next,
 * {@link SpareVersions} for who was, {@link Reloading} for when nobody is there, {@link Trials} for rollouts. Locks are taken
 * in the order rollout, then route.
 */
public final class Serving<I, O> {
    private final ModelRef reference;
    private final ServingParts parts;
    private final Lifecycle lifecycle;
    private final Companion<I, O> companion;
    private final PublishedRoute<I, O> published;
    private final AliasTarget target;
    private final Absence absence;
    private final RolloutSlot rollout = new RolloutSlot();
    private final SpareVersions<I, O> spares;
    private final Residency<I, O> residency;
    private final VersionOpening<I, O> opening;
    private final VersionLoads<I, O> loads;
    /** Of versions that answer beside the champion. Apart, so that nobody shares one with a champion that may be retired. */
    private final VersionLoads<I, O> besides;

    private final Succession<I, O> succession;
    private final Reloading<I, O> reloading;
    private final AliasFollower<I, O> follower;
    private final Trials<I, O> trials;
    private final Announcements<I, O> announcements;
    private final EndedVersions ended = new EndedVersions();

    /** Serves nothing until it is started. */
    public Serving(
            ModelRef reference,
            ServingParts parts,
            Opener.Settings<I, O> settings,
            Lifecycle lifecycle,
            Observers<I, O> observers,
            Companion<I, O> companion) {
        this.reference = reference;
        this.parts = parts;
        this.lifecycle = lifecycle;
        this.companion = companion;
        this.published = new PublishedRoute<>(reference, parts.events());
        this.target = new AliasTarget(reference, parts.registry(), parts.clock(), published.news());
        this.absence = new Absence(reference);
        this.spares = new SpareVersions<>(published, parts, lifecycle, companion.standby());
        this.residency = new Residency<>(published, spares, rollout, absence, lifecycle.pinned(), parts.clock());
        Opener.Room room = new Opener.Room(lifecycle.memoryBytes(), residency);
        this.opening =
                new VersionOpening<>(reference, parts, settings, room, companion, spares, published.news(), ended);
        this.loads = opening.loads(lifecycle);
        this.besides = opening.loads(lifecycle);
        this.succession = new Succession<>(published, target, spares, absence, rollout, observers, parts.clock());
        this.reloading = new Reloading<>(
                reference,
                published,
                lifecycle,
                absence,
                target,
                spares,
                loads,
                succession,
                parts.clock(),
                this::follow);
        this.follower = new AliasFollower<>(
                published, target, spares, loads, succession, reloading, rollout, lifecycle, parts.loading());
        this.trials = new Trials<>(reference, published, lifecycle, spares, loads, succession, reloading, rollout);
        this.announcements = new Announcements<>(reference, published, parts.clock());
    }

    /**
     * Loads the version that the reference names and begins to serve it.
     *
     * @throws io.modelops.model.NotFoundException if there is none
     * @throws io.modelops.model.ModelLoadException if it can't be made ready
     */
    public void start() {
        Generation<I, O> first = loads.await(loads.request(parts.registry().get(reference)));
        succession.begin(first);
        parts.memory().add(residency);
        if (companion.standby().isWanted() && reference instanceof ModelRef.Aliased) {
            opening.openOlder(first.version(), target, loads);
        }
    }

    /** Where requests find who answers. */
    public PublishedRoute<I, O> published() {
        return published;
    }

    /** The route that requests take; null once closed. */
    public @Nullable Route<I, O> route() {
        return published.route();
    }

    /** The older version that is kept to answer when the champion can't. */
    public @Nullable Generation<I, O> standby() {
        return spares.older();
    }

    /** Adds somebody who looks at the route whenever the champion has changed, at each heartbeat, and at the end. */
    public void watch(Runnable watcher) {
        published.watch(watcher);
    }

    /** Takes somebody away. */
    public void unwatch(Runnable watcher) {
        published.unwatch(watcher);
    }

    /** Whether it serves what its reference names. */
    public boolean isUpToDate() {
        return target.isServedBy(published.route());
    }

    /** From now on other versions answer beside the champion, or nobody does. */
    public void answerBeside(@Nullable RouteTable<I, O> others) {
        published.answerBeside(others);
    }

    /**
     * Loads a version that is to answer beside the champion. Whoever asked for it gives it to {@link #leave}.
     *
     * @throws io.modelops.model.ModelLoadException if it can't be made ready, or not in time
     */
    public Generation<I, O> loadBeside(ModelVersion version) {
        return besides.await(besides.request(version));
    }

    /** Lets go of a version that answered beside the champion. */
    public void leave(Generation<I, O> generation) {
        spares.leave(generation);
    }

    /** Follows the alias, lets the rollout go on, and reports versions that do not drain. */
    public void beat(Instant now) {
        follow();
        published.tellWatchers();
        loads.expire(now);
        besides.expire(now);
        spares.releaseWarmAfter(now);
        Route<I, O> serving = published.route();
        if (serving != null) {
            residency.look(serving.champion());
        }
        spares.draining()
                .reportOverdue(
                        now,
                        lifecycle.drainTimeout(),
                        generation -> published
                                .news()
                                .tell(new DeploymentEvent.Quarantined(
                                        now,
                                        generation.version(),
                                        generation.lease().holders())));
        RunningRollout present = rollout.latest();
        if (present != null) {
            present.beat().accept(now);
        }
    }

    /**
     * Looks whether the reference names another version. If that is in memory still, it serves at once; if not it is loaded
     * on a loading thread and swapped in. What was being loaded for an earlier target is not waited for.
     */
    public void follow() {
        follower.follow();
    }

    /**
     * For a request that found the version of the route it read retired. Returns when it is worth to read the route again:
     * at once if another version has been published, else when the evicted version, or the one that replaces it, serves.
     *
     * @param nanosLeft until the deadline of the request, {@link Long#MAX_VALUE} if it has none
     * @throws io.modelops.model.ModelLoadException if it can't be loaded, or not in time
     * @throws io.modelops.model.DeadlineExceededException if that is not before the deadline
     */
    public void awaitServing(Generation<I, O> found, long nanosLeft) {
        reloading.awaitServing(found, nanosLeft);
    }

    /**
     * As {@link #awaitServing}, for a request that holds no thread.
     *
     * @return complete when it is worth to read the route again; fails as {@link #awaitServing} does. What follows should be
     *     quick, as it may hold up whoever publishes a version
     * @throws io.modelops.model.ModelLoadException if loading it has just failed
     */
    public CompletableFuture<Void> whenServing(Generation<I, O> found, long nanosLeft) {
        return reloading.whenServing(found, nanosLeft);
    }

    /**
     * Loads a challenger and puts it on trial; it gets no request yet.
     *
     * @throws io.modelops.model.ConflictException if another one is on trial
     * @throws io.modelops.model.InvalidInputException if it serves already
     * @throws io.modelops.model.ClosedException if this is closed
     */
    public Trial<I, O> begin(ModelVersion challenger) {
        return trials.begin(challenger);
    }

    /**
     * Lets a rollout that is about to start beat with this deployment's heart.
     *
     * @throws io.modelops.model.ConflictException if another one is on trial
     * @throws io.modelops.model.ClosedException if this is closed
     */
    public void attend(RunningRollout starting) {
        trials.attend(starting);
    }

    /** Notes that a rollout has ended in the registry's log, perhaps by somebody else's hand. */
    public void endedInLog(RegistryEvent.RolloutEnded event) {
        RunningRollout present = rollout.latest();
        if (present != null) {
            present.endedInLog().accept(event);
        }
    }

    /**
     * Says so if a version that serves here was revoked. It is not taken away: a prediction that is suspect may be better
     * than none, and which version to serve instead is for people to say.
     */
    public void revokedInLog(RegistryEvent.Revoked revoked, LogEntry entry) {
        announcements.revokedInLog(revoked, entry);
    }

    /** Reports that the circuit of a version opened, closed or is being tried. Not on a thread that predicts. */
    public void circuitChanged(ModelVersion version, CircuitBreaker.State state, String why) {
        announcements.circuitChanged(version, state, why);
    }

    /** Reports that a plug-in threw. */
    public void pluginFailed(String plugin, Throwable thrown) {
        announcements.pluginFailed(plugin, thrown);
    }

    /** The versions in memory, and those that are being loaded; the active one first. */
    public List<VersionStatus> versions() {
        return new StatusView<>(published, spares, List.of(loads, besides)).versions();
    }

    /** The latest versions that were closed or could not be made ready. */
    public List<VersionStatus> ended() {
        return ended.all();
    }

    /** Why the version that the reference names does not serve, if it could not be made ready. */
    public @Nullable String lastLoadFailure() {
        return target.whyNotReady();
    }

    /** Stops serving. Returns false if it was closed before. */
    public boolean close() {
        published.lock();
        try {
            Route<I, O> last = published.withdraw();
            if (last == null) {
                return false;
            }
            spares.drain(last.champion());
            if (last.challenger() != null) {
                spares.draining().add(last.challenger(), parts.clock().instant());
            }
            follower.dropSuperseded();
        } finally {
            published.unlock();
        }
        spares.release();
        absence.over();
        parts.memory().remove(residency);
        published.tellWatchers();
        // After the route is gone no rollout can be attended, so this is the last one.
        rollout.abort("the deployment was closed");
        spares.draining().awaitEmpty(lifecycle.drainTimeout());
        return true;
    }
}
