package io.modelops.deployment.internal;

import io.modelops.deployment.CircuitBreaker;
import io.modelops.deployment.DeploymentStatus;
import io.modelops.deployment.DeploymentStatus.CacheStatus;
import io.modelops.deployment.DeploymentStatus.VersionStatus;
import io.modelops.deployment.TransitionPolicy;
import io.modelops.deployment.VersionState;
import io.modelops.deployment.internal.jfr.Flight;
import io.modelops.deployment.internal.jfr.Span;
import io.modelops.event.DeploymentEvent;
import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.ClosedException;
import io.modelops.model.ConflictException;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelLoadException;
import io.modelops.model.ModelRef;
import io.modelops.model.ModelVersion;
import io.modelops.registry.AliasPeriod;
import io.modelops.registry.ModelRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which versions one deployment has in memory, and which of them answers. The route is one reference that requests read
 * and only this class writes. A new route is published before a version that it no longer names is retired, so a request
 * that finds its version retired finds the successor by reading the route again.
 *
 * <p>The lock {@code changing} is held for the exchange of references only, never while something loads or a listener is
 * told, and never by a request. Locks are taken in the order rollout, then {@code changing}.
 */
public final class Serving<I, O> {
    private static final Logger LOG = LoggerFactory.getLogger(Serving.class);
    private static final Duration RETRY_LOAD_AFTER = Duration.ofMinutes(1);

    private final ModelRef reference;
    private final Parts parts;
    private final Opener.Settings<I, O> settings;
    private final Lifecycle lifecycle;
    private final Observers<I, O> observers;
    private final Companion<I, O> companion;
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
    private final Draining<I, O> draining = new Draining<>();
    private final ReentrantLock changing = new ReentrantLock();
    private final VersionLoads<I, O> loads;
    /** Of versions that answer beside the champion. Apart, so that nobody shares one with a champion that may be retired. */
    private final VersionLoads<I, O> besides;

    private final Absence absence;
    private final Residency<I, O> residency;
    private final EndedVersions ended = new EndedVersions();
    /** How many rollouts are about to begin. */
    private final AtomicInteger beginning = new AtomicInteger();

    private final News news;
    /** Guarded by the lock: the champion is another one than those who watch have seen. */
    private boolean championChanged;

    private volatile @Nullable Route<I, O> route;
    /** Changed and read with the lock held; the route has it for requests. */
    private @Nullable RouteTable<I, O> table;

    private volatile @Nullable Running rollout;
    private volatile @Nullable LoadFailure failure;
    private volatile @Nullable Warm<I, O> warm;
    private volatile @Nullable Load<I, O> wanted;

    /** What all deployments of a deployer share. */
    public record Parts(
            ModelRegistry registry,
            Opener opener,
            LoadingThreads loading,
            MemoryLedger memory,
            InstantSource clock,
            Consumer<DeploymentEvent> events) {}

    /** A rollout as seen from here. */
    public record Running(
            ModelVersion challenger,
            Consumer<Instant> beat,
            Consumer<String> abort,
            Consumer<RegistryEvent.RolloutEnded> endedInLog,
            BooleanSupplier isOver) {}

    /** A version that has been replaced and is kept loaded, so that going back to it takes no load. */
    private record Warm<I, O>(Generation<I, O> generation, Instant until) {}

    /** A version in memory that somebody may use who gives it back, or has it drained. */
    private record Claimed<I, O>(Generation<I, O> generation, Runnable giveBack) {}

    private record LoadFailure(ModelVersion version, String why, Instant at) {}

    /** Serves nothing until it is started. */
    public Serving(
            ModelRef reference,
            Parts parts,
            Opener.Settings<I, O> settings,
            Lifecycle lifecycle,
            Observers<I, O> observers,
            Companion<I, O> companion) {
        this.reference = reference;
        this.parts = parts;
        this.settings = settings;
        this.lifecycle = lifecycle;
        this.observers = observers;
        this.companion = companion;
        this.news = new News(changing, parts.events());
        this.absence = new Absence(reference);
        this.residency = new Residency<>(this, parts.clock());
        Opener.Room room = new Opener.Room(lifecycle.memoryBytes(), residency);
        this.loads = loads(parts, room);
        this.besides = loads(parts, room);
    }

    private VersionLoads<I, O> loads(Parts shared, Opener.Room room) {
        return new VersionLoads<>(
                shared,
                lifecycle.loadTimeout(),
                (version, progress) -> opened(version, room, progress),
                news,
                unwanted -> draining.add(unwanted, now()),
                failed -> ended.add(described(failed)));
    }

    /**
     * Loads the version that the reference names and begins to serve it.
     *
     * @throws io.modelops.model.NotFoundException if there is none
     * @throws io.modelops.model.ModelLoadException if it can't be made ready
     */
    public void start() {
        Generation<I, O> first = loads.await(loads.request(parts.registry().get(reference)));
        changing.lock();
        try {
            publish(Route.to(first), null);
        } finally {
            unlock();
        }
        parts.memory().add(residency);
        if (companion.standby().isWanted() && reference instanceof ModelRef.Aliased) {
            openOlder(first.version());
        }
    }

    /** The older version that is kept to answer when the champion can't. */
    public @Nullable Generation<I, O> standby() {
        return companion.standby().kept();
    }

    /** Adds somebody who looks at the route whenever the champion has changed, at each heartbeat, and at the end. */
    public void watch(Runnable watcher) {
        watchers.add(watcher);
    }

    /** Takes somebody away. */
    public void unwatch(Runnable watcher) {
        watchers.remove(watcher);
    }

    /** Whether it serves what its reference names. */
    public boolean isUpToDate() {
        Route<I, O> present = route;
        return present != null
                && parts.registry()
                        .find(reference)
                        .filter(target -> !target.equals(present.champion().version()))
                        .isEmpty();
    }

    /** The route that requests take; null once closed. */
    public @Nullable Route<I, O> route() {
        return route;
    }

    /** From now on other versions answer beside the champion, or nobody does. */
    public void answerBeside(@Nullable RouteTable<I, O> others) {
        changing.lock();
        try {
            table = others;
            Route<I, O> present = route;
            if (present != null) {
                route = present.beside(others);
            }
        } finally {
            unlock();
        }
    }

    /**
     * Loads a version that is to answer beside the champion. Whoever asked for it gives it to {@link #leave}.
     *
     * @throws ModelLoadException if it can't be made ready, or not in time
     */
    public Generation<I, O> loadBeside(ModelVersion version) {
        return besides.await(besides.request(version));
    }

    /** Lets go of a version that answered beside the champion. */
    public void leave(Generation<I, O> generation) {
        changing.lock();
        try {
            drain(generation);
        } finally {
            unlock();
        }
    }

    /** Follows the alias, lets the rollout go on, and reports versions that do not drain. */
    public void beat(Instant now) {
        follow();
        tellWatchers();
        loads.expire(now);
        besides.expire(now);
        releaseWarmAfter(now);
        Route<I, O> serving = route;
        if (serving != null) {
            residency.look(serving.champion());
        }
        draining.reportOverdue(
                now,
                lifecycle.drainTimeout(),
                generation -> tell(new DeploymentEvent.Quarantined(
                        now, generation.version(), generation.lease().holders())));
        Running present = rollout;
        if (present != null) {
            present.beat().accept(now);
        }
    }

    /**
     * Looks whether the reference names another version. If that is in memory still, it serves at once; if not it is loaded
     * on a loading thread and swapped in. What was being loaded for an earlier target is not waited for.
     */
    public void follow() {
        ModelVersion target = dropSuperseded();
        if (target == null) {
            cancelExchange();
            return;
        }
        if (reuseChallenger(target) || reactivate(target)) {
            return;
        }
        if (lifecycle.transition() instanceof TransitionPolicy.KeepWithinMemory within) {
            exchange(target, within.callersWait());
            return;
        }
        Load<I, O> load = loads.request(target);
        if (isWanted(load)) {
            whenDone(load, (ready, failed) -> arrived(load, ready, failed));
        } else {
            loads.leave(load);
        }
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
        Route<I, O> present = route;
        if (present == null || present.champion() != found || !found.lease().isRetired()) {
            Thread.onSpinWait();
            return;
        }
        absence.refuseAfterFailure(now());
        Absence.Comeback attempt = absence.begin(lifecycle.reloadWait());
        Route<I, O> latest = route;
        if (attempt == null) {
            absence.await(nanosLeft);
        } else if (latest == null || latest.champion() != found) {
            // Another version was published before the attempt could be seen.
            absence.over();
        } else {
            reload(found, attempt);
            absence.await(attempt, nanosLeft);
        }
    }

    /**
     * Loads a challenger and puts it on trial; it gets no request yet.
     *
     * @throws ConflictException if another one is on trial
     * @throws InvalidInputException if it serves already
     * @throws ClosedException if this is closed
     */
    public Trial begin(ModelVersion challenger) {
        championOf(challenger);
        requireRoomForTwo(challenger);
        beginning.incrementAndGet();
        try {
            Claimed<I, O> claimed = claim(challenger);
            try {
                return new Trial(inMemory(championOf(challenger)), claimed.generation());
            } catch (RuntimeException changedMeanwhile) {
                claimed.giveBack().run();
                throw changedMeanwhile;
            }
        } finally {
            beginning.decrementAndGet();
        }
    }

    /**
     * Lets a rollout that is about to start beat with this deployment's heart.
     *
     * @throws ConflictException if another one is on trial
     * @throws ClosedException if this is closed
     */
    public void attend(Running starting) {
        changing.lock();
        try {
            championOf(starting.challenger());
            rollout = starting;
        } finally {
            unlock();
        }
    }

    /** Notes that a rollout has ended in the registry's log, perhaps by somebody else's hand. */
    public void endedInLog(RegistryEvent.RolloutEnded ended) {
        Running present = rollout;
        if (present != null) {
            present.endedInLog().accept(ended);
        }
    }

    /**
     * Says so if a version that serves here was revoked. It is not taken away: a prediction that is suspect may be better
     * than none, and which version to serve instead is for people to say.
     */
    public void revokedInLog(RegistryEvent.Revoked revoked, LogEntry entry) {
        Route<I, O> present = route;
        if (present == null) {
            return;
        }
        Generation<I, O> challenger = present.challenger();
        Stream.of(Optional.of(present.champion()), Optional.ofNullable(challenger))
                .flatMap(Optional::stream)
                .map(Generation::version)
                .filter(version -> version.model().equals(revoked.model()) && version.number() == revoked.version())
                .forEach(version -> {
                    LOG.warn(
                            "{} goes on serving version {}, which {}; point the alias to another version",
                            reference,
                            version,
                            Admission.described(entry));
                    tell(new DeploymentEvent.ServesRevoked(entry.at(), version));
                });
    }

    /** Stops serving. Returns false if it was closed before. */
    public boolean close() {
        Route<I, O> last;
        changing.lock();
        try {
            last = route;
            route = null;
            if (last == null) {
                return false;
            }
            drain(last.champion());
            if (last.challenger() != null) {
                draining.add(last.challenger(), now());
            }
            dropSuperseded();
        } finally {
            unlock();
        }
        releaseWarm();
        absence.over();
        parts.memory().remove(residency);
        tellWatchers();
        // After the route is gone no rollout can be attended, so this is the last one.
        Running present = rollout;
        if (present != null) {
            present.abort().accept("the deployment was closed");
        }
        draining.awaitEmpty(lifecycle.drainTimeout());
        return true;
    }

    /** Reports that the circuit of a version opened, closed or is being tried. Not on a thread that predicts. */
    public void circuitChanged(ModelVersion version, CircuitBreaker.State state, String why) {
        Flight.circuit(version, state.name(), why);
        tell(
                switch (state) {
                    case OPEN -> new DeploymentEvent.CircuitOpened(now(), version, why);
                    case HALF_OPEN -> new DeploymentEvent.CircuitTried(now(), version, why);
                    case CLOSED -> new DeploymentEvent.CircuitClosed(now(), version, why);
                });
    }

    /** Reports that a plug-in threw. */
    public void pluginFailed(String plugin, Throwable thrown) {
        LOG.warn("{} threw while it observed {}; it was ignored", plugin, reference, thrown);
        Route<I, O> present = route;
        if (present != null) {
            tell(new DeploymentEvent.PluginFailed(now(), present.champion().version(), plugin, thrown));
        }
    }

    /** A snapshot of all versions in memory. */
    public DeploymentStatus status(
            long droppedObservations,
            long observerFailures,
            long droppedShadows,
            long listenerFailures,
            long droppedEvents,
            long fallbackAnswers,
            @Nullable CacheStatus responseCache) {
        List<VersionStatus> versions = new ArrayList<>();
        Route<I, O> present = route;
        if (present != null) {
            Generation<I, O> challenger = present.challenger();
            Generation<I, O> champion = present.champion();
            VersionState role = champion.lease().isRetired() ? champion.life().state() : VersionState.ACTIVE;
            RouteTable<I, O> others = present.table();
            double rest = others == null ? 1 : others.rest();
            versions.add(described(champion, role, rest * (1 - present.weight())));
            if (challenger != null) {
                VersionState state = present.isShadowing() ? VersionState.SHADOW : VersionState.CANARY;
                versions.add(described(challenger, state, rest * present.weight()));
            }
            if (others != null) {
                others.weights()
                        .forEach((beside, weight) -> versions.add(described(beside, VersionState.CANARY, weight)));
                others.shadows().forEach(beside -> versions.add(described(beside, VersionState.SHADOW, 0)));
            }
        }
        Warm<I, O> kept = warm;
        if (kept != null) {
            versions.add(described(kept.generation(), VersionState.READY, 0));
        }
        Generation<I, O> older = companion.standby().kept();
        if (older != null) {
            versions.add(described(older, VersionState.READY, 0));
        }
        loads.all().forEach(load -> versions.add(described(load.life())));
        besides.all().forEach(load -> versions.add(described(load.life())));
        for (Draining.Replaced<I, O> replaced : draining.all()) {
            Generation<I, O> generation = replaced.generation();
            if (present == null || generation != present.champion()) {
                versions.add(described(generation, generation.life().state(), 0));
            }
        }
        LoadFailure last = failure;
        boolean stillWanted = last != null
                && parts.registry()
                        .find(reference)
                        .filter(last.version()::equals)
                        .isPresent();
        return new DeploymentStatus(
                reference,
                versions,
                ended.all(),
                droppedObservations,
                observerFailures,
                droppedShadows,
                listenerFailures,
                droppedEvents,
                fallbackAnswers,
                responseCache,
                last != null && stillWanted ? last.why() : null);
    }

    /** A challenger beside the champion it may replace. */
    public final class Trial {
        private final Generation<I, O> champion;
        private final Generation<I, O> challenger;

        private Trial(Generation<I, O> champion, Generation<I, O> challenger) {
            this.champion = champion;
            this.challenger = challenger;
        }

        /** The version that serves. */
        public ModelVersion champion() {
            return champion.version();
        }

        /**
         * Gives the challenger a share of the requests; 0 makes it a shadow.
         *
         * @throws ConflictException if another version has become the champion meanwhile
         */
        public void weigh(double weight) {
            changing.lock();
            try {
                Route<I, O> present = route;
                if (present == null || present.champion() != champion) {
                    throw new ConflictException("The rollout of " + challenger.version() + " to " + reference
                            + " can't go on: " + champion.version() + ", which it was compared with, serves no more.");
                }
                Flight.stepped(challenger.version(), weight == 0 ? "shadow" : "canary", weight);
                route = Route.trial(champion, challenger, weight).beside(table);
            } finally {
                unlock();
            }
        }

        /** Makes the challenger the champion, unless following the alias has done so already. */
        public void adopt() {
            changing.lock();
            try {
                Route<I, O> present = route;
                if (present != null && present.champion() == champion) {
                    Flight.stepped(challenger.version(), "adopted", 1);
                    publish(Route.to(challenger), champion);
                }
            } finally {
                unlock();
            }
        }

        /** Whether the challenger is the champion now, by this trial or because the alias was moved to it. */
        public boolean isAdopted() {
            Route<I, O> present = route;
            return present != null && present.champion() == challenger;
        }

        /** Whether it still stands beside the champion that it is compared with. */
        public boolean isOn() {
            Route<I, O> present = route;
            return present != null && present.champion() == champion && present.challenger() == challenger;
        }

        /** Whether this has stopped to serve. */
        public boolean isClosed() {
            return route == null;
        }

        /** Takes the challenger away, unless it has become the champion. */
        public void dismiss() {
            changing.lock();
            try {
                Route<I, O> present = route;
                boolean adopted = present != null && present.champion() == challenger;
                if (adopted || challenger.lease().isRetired()) {
                    return;
                }
                Flight.stepped(challenger.version(), "dismissed", 0);
                if (present != null && present.challenger() == challenger) {
                    route = Route.to(present.champion()).beside(table);
                }
                draining.add(challenger, now());
            } finally {
                unlock();
            }
        }
    }

    /** The version that should serve and does not, unless it failed to load just now. */
    private Optional<ModelVersion> behind() {
        Route<I, O> present = route;
        LoadFailure last = failure;
        if (present == null) {
            return Optional.empty();
        }
        return parts.registry()
                .find(reference)
                .filter(target -> !target.equals(present.champion().version()))
                .filter(target -> last == null || !target.equals(last.version()) || isToBeTriedAgain(last));
    }

    private boolean isToBeTriedAgain(LoadFailure last) {
        Instant now = now();
        boolean clockWasSetBack = now.isBefore(last.at());
        return clockWasSetBack || now.isAfter(last.at().plus(RETRY_LOAD_AFTER));
    }

    /** Gives up the load for an earlier target, and says what the target is now, if it does not serve. */
    private @Nullable ModelVersion dropSuperseded() {
        changing.lock();
        try {
            ModelVersion target = behind().orElse(null);
            Load<I, O> earlier = wanted;
            if (earlier != null && !earlier.version().equals(target)) {
                wanted = null;
                loads.leave(earlier);
            }
            return target;
        } finally {
            unlock();
        }
    }

    /** Makes a load the one that is waited for, unless the target has changed or somebody waits for it already. */
    private boolean isWanted(Load<I, O> load) {
        changing.lock();
        try {
            ModelVersion target = dropSuperseded();
            boolean first = load.version().equals(target) && wanted == null;
            boolean failed = load.result().isCompletedExceptionally();
            if (first || (failed && wanted == null)) {
                wanted = load;
                return true;
            }
            return false;
        } finally {
            unlock();
        }
    }

    /** Does what is to follow a load. What goes wrong in that is said here, because nobody else would. */
    private void whenDone(Load<I, O> load, BiConsumer<@Nullable Generation<I, O>, @Nullable Throwable> next) {
        CompletableFuture<?> ignored = load.result().handle((ready, failed) -> {
            said(load.version(), () -> next.accept(ready, failed));
            return null;
        });
    }

    private void said(ModelVersion version, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error unexpected) {
            LOG.error("{} could not go on after version {} was loaded or closed", reference, version, unexpected);
        }
    }

    private void arrived(Load<I, O> load, @Nullable Generation<I, O> ready, @Nullable Throwable failed) {
        changing.lock();
        try {
            if (wanted != load) {
                // It was given up, and whoever did so has given the claim back.
                return;
            }
            wanted = null;
        } finally {
            unlock();
        }
        if (ready != null) {
            boolean onTrial = load.version().equals(behind().orElse(null)) && reuseChallenger(load.version());
            if (onTrial) {
                // A rollout that shared the load keeps its claim, and the version with it.
                loads.leave(load);
            } else {
                swapTo(ready, () -> loads.leave(load));
            }
        } else if (failed != null) {
            notReady(load.version(), failed);
        }
        follow();
    }

    private void notReady(ModelVersion target, Throwable why) {
        failure = new LoadFailure(target, String.valueOf(why.getMessage()), now());
        LOG.warn("{} keeps serving what it serves: {}", reference, why.getMessage(), why);
        tell(new DeploymentEvent.LoadFailed(now(), target, why));
    }

    /** A version that was evicted has to come back to be compared with. */
    private Generation<I, O> inMemory(Generation<I, O> champion) {
        Generation<I, O> present = champion;
        while (present.lease().isRetired()) {
            awaitServing(present, Long.MAX_VALUE);
            Route<I, O> latest = route;
            if (latest == null) {
                throw new ClosedException("Deployment " + reference + " is closed: no rollout was started.");
            }
            present = latest.champion();
        }
        return present;
    }

    /** A version for a trial, which is still in memory or is loaded. */
    private Claimed<I, O> claim(ModelVersion version) {
        Generation<I, O> still = stillInMemory(version);
        if (still != null) {
            return new Claimed<>(still, () -> drain(still));
        }
        Load<I, O> load = loads.request(version);
        Generation<I, O> loaded = loads.await(load);
        Warm<I, O> kept = warm;
        if (loaded.lease().isRetired() || (kept != null && kept.generation() == loaded)) {
            loads.leave(load);
            throw new ConflictException("Version " + version
                    + " was not rolled out: the alias was moved to it and away " + "again meanwhile; try again.");
        }
        return new Claimed<>(loaded, () -> loads.leave(load));
    }

    /** Takes a version that was replaced and is still in memory. Not one that was revoked meanwhile. */
    private @Nullable Generation<I, O> stillInMemory(ModelVersion version) {
        if (parts.registry().revocation(version).isPresent()) {
            return null;
        }
        Generation<I, O> still;
        changing.lock();
        try {
            Warm<I, O> kept = warm;
            Generation<I, O> older = companion.standby().kept();
            if (kept != null && kept.generation().version().equals(version)) {
                warm = null;
                still = kept.generation();
            } else if (older != null && older.version().equals(version)) {
                still = companion.standby().leave();
            } else {
                still = draining.revive(version);
            }
        } finally {
            unlock();
        }
        if (still != null) {
            tell(new DeploymentEvent.Reactivated(now(), version));
        }
        return still;
    }

    /** Serves a version that was replaced and is still in memory. */
    private boolean reactivate(ModelVersion target) {
        Generation<I, O> still = stillInMemory(target);
        if (still == null) {
            return false;
        }
        Runnable unwanted = () -> drain(still);
        Running trial = rollout;
        if (trial == null || trial.isOver().getAsBoolean()) {
            swapTo(still, unwanted);
            return true;
        }
        try {
            // Ending a rollout writes to the log, which whoever moved the alias should not wait for.
            parts.loading().execute(() -> swapTo(still, unwanted));
        } catch (RejectedExecutionException closing) {
            unwanted.run();
        }
        return true;
    }

    /** The old version goes, then the new one is loaded; if it can't be, the old one comes back. */
    private void exchange(ModelVersion target, Duration callersWait) {
        Absence.Comeback attempt;
        Generation<I, O> old;
        changing.lock();
        try {
            Route<I, O> present = route;
            attempt = present == null ? null : absence.begin(callersWait);
            if (present == null || attempt == null) {
                // What is under way follows the alias at its end.
                return;
            }
            old = present.champion();
            drain(old);
        } finally {
            unlock();
        }
        CompletableFuture<?> ignored = draining.ended(old)
                .thenAccept(inTime -> said(old.version(), () -> makeRoomAndLoad(old, target, attempt, inTime)));
    }

    private void makeRoomAndLoad(
            Generation<I, O> old, ModelVersion target, Absence.Comeback attempt, boolean closedInTime) {
        if (!closedInTime && cameBack(old)) {
            notReady(
                    target,
                    new ModelLoadException("Version " + target + " was not loaded: requests on version " + old.version()
                            + ", which is to make room for it, did not end within " + lifecycle.drainTimeout()
                            + ", the drain timeout."));
            return;
        }
        // The alias may have been moved on while the old version ended its requests.
        ModelVersion next = behind().orElse(old.version());
        if (next.equals(old.version())) {
            reload(old, attempt);
            return;
        }
        Load<I, O> load = loads.request(next);
        whenDone(load, (ready, failed) -> {
            if (ready != null) {
                succeed(old, load, ready);
                follow();
            } else if (failed != null) {
                notReady(next, failed);
                reload(old, attempt);
            }
        });
    }

    /** The alias points to the version again that was to make room for another one. */
    private void cancelExchange() {
        Route<I, O> present = route;
        if (present != null && absence.isUnderWay()) {
            cameBack(present.champion());
        }
    }

    private boolean cameBack(Generation<I, O> old) {
        changing.lock();
        try {
            Route<I, O> present = route;
            boolean back =
                    present != null && present.champion() == old && old.lease().isRetired() && draining.revive(old);
            if (back) {
                absence.over();
            }
            return back;
        } finally {
            unlock();
        }
    }

    /** Gets the champion back into memory, or another generation of the same version in its place. */
    private void reload(Generation<I, O> absent, Absence.Comeback attempt) {
        if (cameBack(absent)) {
            return;
        }
        Load<I, O> load = loads.request(absent.version());
        whenDone(load, (ready, failed) -> {
            if (ready != null) {
                succeed(absent, load, ready);
                // Had it been replaced meanwhile, nobody would have to wait any more either.
                absence.over();
            } else if (failed != null) {
                LOG.warn("{} is not in memory and could not be loaded: {}", reference, failed.getMessage());
                absence.failed(attempt, failed, now());
            }
            follow();
        });
    }

    private void succeed(Generation<I, O> absent, Load<I, O> load, Generation<I, O> ready) {
        boolean unwanted;
        changing.lock();
        try {
            Route<I, O> present = route;
            unwanted = present == null
                    || present.champion() != absent
                    || !absent.lease().isRetired()
                    || ready.lease().isRetired();
            if (!unwanted && ready.version().equals(absent.version())) {
                // Nothing has changed for those who observe.
                route = Route.to(ready).beside(table);
                absence.over();
            } else if (!unwanted) {
                publish(Route.to(ready), absent);
            }
        } finally {
            unlock();
        }
        if (unwanted) {
            loads.leave(load);
        }
    }

    private void requireRoomForTwo(ModelVersion challenger) {
        if (lifecycle.transition() instanceof TransitionPolicy.KeepWithinMemory) {
            throw new InvalidInputException("Version " + challenger + " was not rolled out: " + reference
                    + " keeps one version in memory only; deploy it with TransitionPolicy.keepAvailable(), or move the "
                    + "alias.");
        }
    }

    /** The version that may be evicted now, if any. */
    @Nullable
    Generation<I, O> evictable() {
        Route<I, O> present = route;
        Running trial = rollout;
        if (present == null) {
            return null;
        }
        boolean stays = lifecycle.pinned()
                || present.champion().lease().isRetired()
                || (trial != null && !trial.isOver().getAsBoolean())
                || beginning.get() > 0
                // A pipeline holds its set of versions, so evicting one would free nothing.
                || !watchers.isEmpty()
                || absence.isUnderWay();
        return stays ? null : present.champion();
    }

    /** Takes the version out of memory until the next request. */
    boolean evict(ModelVersion inFavourOf) {
        changing.lock();
        try {
            Generation<I, O> champion = evictable();
            if (champion == null) {
                return false;
            }
            tell(new DeploymentEvent.Evicted(now(), champion.version(), inFavourOf));
            drain(champion);
            return true;
        } finally {
            unlock();
        }
    }

    /** Lets go of versions that are merely kept warm: for a way back, or as a fallback. */
    boolean releaseWarm() {
        boolean released = releaseWarmAfter(Instant.MAX);
        changing.lock();
        try {
            Generation<I, O> older = companion.standby().leave();
            if (older != null) {
                drain(older);
            }
            return released || older != null;
        } finally {
            unlock();
        }
    }

    private boolean releaseWarmAfter(Instant now) {
        changing.lock();
        try {
            Warm<I, O> kept = warm;
            if (kept == null || kept.until().isAfter(now)) {
                return false;
            }
            warm = null;
            drain(kept.generation());
            return true;
        } finally {
            unlock();
        }
    }

    /** Retires a version, or keeps it warm instead of the one that was kept warm before. Called with the lock held. */
    private void replaced(Generation<I, O> generation) {
        if (generation.lease().isRetired()) {
            return;
        }
        if (lifecycle.keepWarm().isZero()) {
            drain(generation);
            return;
        }
        Warm<I, O> before = warm;
        warm = new Warm<>(generation, now().plus(lifecycle.keepWarm()));
        generation.life().enter(VersionState.READY);
        if (before != null) {
            drain(before.generation());
        }
    }

    private void drain(Generation<I, O> generation) {
        if (!generation.lease().isRetired()) {
            draining.add(generation, now());
        }
    }

    /** A challenger on trial that the alias now names is loaded and warm already. */
    private boolean reuseChallenger(ModelVersion target) {
        changing.lock();
        try {
            Route<I, O> present = route;
            if (present == null || present.champion().version().equals(target)) {
                // Closed, or a rollout that has just moved the alias was faster.
                return true;
            }
            Generation<I, O> challenger = present.challenger();
            if (challenger == null || !challenger.version().equals(target)) {
                return false;
            }
            publish(Route.to(challenger), present.champion());
            return true;
        } finally {
            unlock();
        }
    }

    private void swapTo(Generation<I, O> next, Runnable unwanted) {
        Running present = rollout;
        if (present != null) {
            present.abort().accept("the alias was moved to " + next.version());
        }
        changing.lock();
        try {
            Route<I, O> before = route;
            boolean stillWanted = parts.registry()
                    .find(reference)
                    .filter(next.version()::equals)
                    .isPresent();
            if (before == null
                    || !stillWanted
                    || next.lease().isRetired()
                    || before.champion().version().equals(next.version())) {
                unwanted.run();
                return;
            }
            publish(Route.to(next), before.champion());
            if (before.challenger() != null && !before.challenger().lease().isRetired()) {
                draining.add(before.challenger(), now());
            }
        } finally {
            unlock();
        }
    }

    private void publish(Route<I, O> next, @Nullable Generation<I, O> replaced) {
        Generation<I, O> champion = next.champion();
        observers.onServing(champion.version(), champion.trainedOn());
        route = next.beside(table);
        failure = null;
        championChanged = true;
        Flight.swapped(champion.version(), replaced == null ? null : replaced.version());
        tell(new DeploymentEvent.Swapped(now(), champion.version(), replaced == null ? null : replaced.version()));
        if (replaced != null) {
            if (companion.standby().isWanted()) {
                companion.standby().replaced(replaced, champion).forEach(this::drain);
            } else {
                replaced(replaced);
            }
        }
        absence.over();
    }

    private Generation<I, O> opened(ModelVersion version, Opener.Room room, Opener.Progress progress) {
        Span span = Flight.loading(version);
        try {
            Generation<I, O> ready = parts.opener().open(version, settings, room, progress, this::closed);
            companion.ready().accept(ready);
            span.ended(null);
            return ready;
        } catch (RuntimeException | Error notReady) {
            span.ended(notReady);
            throw notReady;
        }
    }

    /** After a start the older version is not in memory. */
    @SuppressWarnings("FutureReturnValueIgnored") // what is registered here does not throw
    private void openOlder(ModelVersion champion) {
        ModelVersion target = olderThan(champion);
        if (target == null) {
            return;
        }
        Load<I, O> load = loads.request(target);
        load.result().whenComplete((ready, failed) -> {
            if (ready == null) {
                LOG.warn("{} has no older version to fall back to: {}", reference, failed.getMessage());
                tell(new DeploymentEvent.LoadFailed(now(), target, failed));
            } else if (!keepOlder(ready)) {
                loads.leave(load);
            }
        });
    }

    private boolean keepOlder(Generation<I, O> ready) {
        changing.lock();
        try {
            Route<I, O> present = route;
            if (present == null
                    || ready.lease().isRetired()
                    || !companion.standby().keep(ready, present.champion().version())) {
                return false;
            }
            ready.life().enter(VersionState.READY);
            return true;
        } finally {
            unlock();
        }
    }

    /** The version that the alias pointed to last before the champion, and that may still be loaded. */
    private @Nullable ModelVersion olderThan(ModelVersion champion) {
        List<AliasPeriod> periods = parts.registry().aliasHistory(reference.toString());
        for (int index = periods.size() - 1; index >= 0; index--) {
            ModelRef.Numbered earlier = periods.get(index).version();
            ModelVersion found = parts.registry().find(earlier).orElse(null);
            if (found != null
                    && !found.equals(champion)
                    && parts.registry().revocation(found).isEmpty()) {
                return found;
            }
        }
        return null;
    }

    private void closed(Generation<I, O> generation) {
        draining.remove(generation);
        ended.add(described(generation, generation.life().state(), 0));
        companion.closed().accept(generation);
        tell(new DeploymentEvent.Closed(
                now(), generation.version(), generation.lease().numbered()));
        generation
                .memory()
                .retained()
                .ifPresent(bytes -> tell(new DeploymentEvent.Retained(now(), generation.version(), bytes)));
    }

    private Generation<I, O> championOf(ModelVersion challenger) {
        Route<I, O> serving = route;
        if (serving == null) {
            throw new ClosedException("Deployment " + reference + " is closed: no rollout was started.");
        }
        Running present = rollout;
        if (present != null && !present.isOver().getAsBoolean()) {
            throw new ConflictException("Version " + challenger + " was not rolled out: " + present.challenger()
                    + " is on trial at " + reference + "; wait for it, or abort it.");
        }
        if (serving.champion().version().equals(challenger)) {
            throw new InvalidInputException(
                    "Version " + challenger + " was not rolled out: it serves " + reference + " already.");
        }
        return serving.champion();
    }

    private VersionStatus described(Generation<I, O> generation, VersionState state, double weight) {
        VersionMetrics metrics = generation.metrics();
        VersionMetrics.Percentiles latency =
                metrics == null ? new VersionMetrics.Percentiles(0, 0) : metrics.percentiles();
        CircuitBreaker breaker = generation.breaker();
        return new VersionStatus(
                generation.version(),
                state,
                generation.life().since(),
                weight,
                generation.lease().holders(),
                generation.queued(),
                generation.lease().numbered(),
                generation.errors(),
                Duration.ofNanos(latency.p50Nanos()),
                Duration.ofNanos(latency.p99Nanos()),
                generation.memory().all(),
                generation.memory().retained(),
                breaker == null ? null : breaker.state());
    }

    private static VersionStatus described(VersionLife life) {
        return new VersionStatus(
                life.version(),
                life.state(),
                life.since(),
                0,
                0,
                0,
                0,
                0,
                Duration.ZERO,
                Duration.ZERO,
                0,
                OptionalLong.empty(),
                null);
    }

    /** What the route says becomes the state of those it names. Called with the lock held. */
    private void noteRoles() {
        Route<I, O> present = route;
        if (present != null) {
            noteRole(present.champion(), VersionState.ACTIVE);
            Generation<I, O> challenger = present.challenger();
            if (challenger != null) {
                noteRole(challenger, present.isShadowing() ? VersionState.SHADOW : VersionState.CANARY);
            }
        }
    }

    private static void noteRole(Generation<?, ?> generation, VersionState role) {
        if (generation.life().enter(role)) {
            generation.memory().settled();
        }
    }

    private void tell(DeploymentEvent event) {
        news.tell(event);
    }

    private void unlock() {
        noteRoles();
        boolean changed = championChanged && changing.getHoldCount() == 1;
        if (changed) {
            championChanged = false;
        }
        changing.unlock();
        news.tell();
        if (changed) {
            tellWatchers();
        }
    }

    private void tellWatchers() {
        for (Runnable watcher : watchers) {
            try {
                watcher.run();
            } catch (RuntimeException | Error failure) {
                LOG.warn("Something that watches the versions of {} threw and was ignored", reference, failure);
            }
        }
    }

    private Instant now() {
        return parts.clock().instant();
    }
}
