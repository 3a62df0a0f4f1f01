package io.modelops.deployment.internal;

import io.modelops.deployment.DeploymentStatus;
import io.modelops.deployment.DeploymentStatus.VersionStatus;
import io.modelops.deployment.VersionState;
import io.modelops.event.DeploymentEvent;
import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.ClosedException;
import io.modelops.model.ConflictException;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelRef;
import io.modelops.model.ModelVersion;
import io.modelops.registry.ModelRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
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
    private final Duration drainTimeout;
    private final Observers<I, O> observers;
    private final Draining<I, O> draining = new Draining<>();
    private final ReentrantLock changing = new ReentrantLock();
    private final AtomicBoolean catchingUp = new AtomicBoolean();
    private final Queue<DeploymentEvent> news = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Route<I, O> route;
    private volatile @Nullable Running rollout;
    private volatile @Nullable LoadFailure failure;

    /** What all deployments of a deployer share. */
    public record Parts(
            ModelRegistry registry,
            Opener opener,
            Executor loading,
            InstantSource clock,
            Consumer<DeploymentEvent> events) {}

    /** A rollout as seen from here. */
    public record Running(
            ModelVersion challenger,
            Consumer<Instant> beat,
            Consumer<String> abort,
            Consumer<RegistryEvent.RolloutEnded> endedInLog,
            BooleanSupplier isOver) {}

    private record LoadFailure(ModelVersion version, String why, Instant at) {}

    /** Serves nothing until it is started. */
    public Serving(
            ModelRef reference,
            Parts parts,
            Opener.Settings<I, O> settings,
            Duration drainTimeout,
            Observers<I, O> observers) {
        this.reference = reference;
        this.parts = parts;
        this.settings = settings;
        this.drainTimeout = drainTimeout;
        this.observers = observers;
    }

    /**
     * Loads the version that the reference names and begins to serve it.
     *
     * @throws io.modelops.model.NotFoundException if there is none
     * @throws io.modelops.model.ModelLoadException if it can't be made ready
     */
    public void start() {
        publish(Route.to(open(parts.registry().get(reference))), null);
    }

    /** The route that requests take; null once closed. */
    public @Nullable Route<I, O> route() {
        return route;
    }

    /** Follows the alias, lets the rollout go on, and reports versions that do not drain. */
    public void beat(Instant now) {
        follow();
        Running present = rollout;
        if (present != null) {
            present.beat().accept(now);
        }
        draining.reportOverdue(
                now,
                drainTimeout,
                generation -> tell(new DeploymentEvent.Quarantined(
                        now, generation.version(), generation.lease().holders())));
    }

    /** Looks whether the reference names another version, and if so has it loaded and swapped in on the loading thread. */
    public void follow() {
        if (behind().isPresent() && catchingUp.compareAndSet(false, true)) {
            try {
                parts.loading().execute(() -> {
                    try {
                        catchUp();
                    } finally {
                        catchingUp.set(false);
                    }
                    // The alias may have moved after the last look and before the line above.
                    follow();
                });
            } catch (RejectedExecutionException closing) {
                catchingUp.set(false);
            }
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
        Generation<I, O> loaded = open(challenger);
        try {
            return new Trial(championOf(challenger), loaded);
        } catch (RuntimeException changedMeanwhile) {
            draining.add(loaded, now());
            throw changedMeanwhile;
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
            draining.add(last.champion(), now());
            if (last.challenger() != null) {
                draining.add(last.challenger(), now());
            }
        } finally {
            unlock();
        }
        // After the route is gone no rollout can be attended, so this is the last one.
        Running present = rollout;
        if (present != null) {
            present.abort().accept("the deployment was closed");
        }
        draining.awaitEmpty(drainTimeout);
        return true;
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
    public DeploymentStatus status(long droppedObservations, long observerFailures, long droppedShadows) {
        List<VersionStatus> versions = new ArrayList<>();
        Route<I, O> present = route;
        if (present != null) {
            Generation<I, O> challenger = present.challenger();
            versions.add(described(present.champion(), VersionState.ACTIVE, 1 - present.weight()));
            if (challenger != null) {
                VersionState state = present.isShadowing() ? VersionState.SHADOW : VersionState.CANARY;
                versions.add(described(challenger, state, present.weight()));
            }
        }
        for (Draining.Replaced<I, O> replaced : draining.all()) {
            VersionState state = replaced.isOverdue() ? VersionState.QUARANTINED : VersionState.DRAINING;
            versions.add(described(replaced.generation(), state, 0));
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
                droppedObservations,
                observerFailures,
                droppedShadows,
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
                route = Route.trial(champion, challenger, weight);
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
                if (present != null && present.challenger() == challenger) {
                    route = Route.to(present.champion());
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

    private void catchUp() {
        for (Optional<ModelVersion> next = behind(); next.isPresent(); next = behind()) {
            ModelVersion target = next.get();
            if (!reuseChallenger(target)) {
                try {
                    swapTo(open(target));
                } catch (RuntimeException | Error notReady) {
                    failure = new LoadFailure(target, String.valueOf(notReady.getMessage()), now());
                    LOG.warn("{} keeps serving what it serves: {}", reference, notReady.getMessage(), notReady);
                    tell(new DeploymentEvent.LoadFailed(now(), target, notReady));
                }
            }
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

    private void swapTo(Generation<I, O> next) {
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
            if (before == null || !stillWanted || before.champion().version().equals(next.version())) {
                draining.add(next, now());
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
        route = next;
        failure = null;
        tell(new DeploymentEvent.Swapped(now(), champion.version(), replaced == null ? null : replaced.version()));
        if (replaced != null) {
            draining.add(replaced, now());
        }
    }

    private Generation<I, O> open(ModelVersion version) {
        Instant began = now();
        tell(new DeploymentEvent.Loading(began, version));
        Generation<I, O> ready = parts.opener().open(version, settings, this::closed);
        Instant done = now();
        tell(new DeploymentEvent.Ready(done, version, Duration.between(began, done)));
        return ready;
    }

    private void closed(Generation<I, O> generation) {
        draining.remove(generation);
        tell(new DeploymentEvent.Closed(
                now(), generation.version(), generation.lease().numbered()));
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
        return new VersionStatus(
                generation.version(),
                state,
                weight,
                generation.lease().holders(),
                generation.lease().numbered(),
                generation.errors());
    }

    private void tell(DeploymentEvent event) {
        news.add(event);
        tellNews();
    }

    private void unlock() {
        changing.unlock();
        tellNews();
    }

    /** Not while the lock is held: a listener may wait for another thread that wants it. */
    private void tellNews() {
        if (!changing.isHeldByCurrentThread()) {
            for (DeploymentEvent event = news.poll(); event != null; event = news.poll()) {
                parts.events().accept(event);
            }
        }
    }

    private Instant now() {
        return parts.clock().instant();
    }
}
