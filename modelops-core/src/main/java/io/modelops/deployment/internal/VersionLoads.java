package io.modelops.deployment.internal;

import io.modelops.deployment.VersionState;
import io.modelops.event.DeploymentEvent;
import io.modelops.model.ModelLoadException;
import io.modelops.model.ModelVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loads of one deployment. Those who want the same version at the same time share one load; each holds a claim, and
 * what nobody claims any more is thrown away. A load that exceeds its time is given up: those who wait are told, another
 * load gets its place, and what it brings in the end is closed.
 */
final class VersionLoads<I, O> {
    private static final Logger LOG = LoggerFactory.getLogger(VersionLoads.class);
    private static final int MOST_ABANDONED = 8;
    private static final Duration GLANCE = Duration.ofMillis(20);

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<ModelVersion, Load<I, O>> current = new LinkedHashMap<>();
    private final ServingParts parts;
    private final Duration longest;
    private final Step<I, O> open;
    private final News news;
    private final Consumer<Generation<I, O>> discard;
    private final Consumer<VersionLife> failed;
    private int abandoned;

    /** Makes a version ready. */
    @FunctionalInterface
    interface Step<I, O> {
        Generation<I, O> open(ModelVersion version, Opener.Progress progress);
    }

    /**
     * @param open makes a version ready, on a loading thread
     * @param discard retires what was loaded in vain
     * @param failed is told of versions that could not be made ready
     */
    VersionLoads(
            ServingParts parts,
            Duration longest,
            Step<I, O> open,
            News news,
            Consumer<Generation<I, O>> discard,
            Consumer<VersionLife> failed) {
        this.parts = parts;
        this.longest = longest;
        this.open = open;
        this.news = news;
        this.discard = discard;
        this.failed = failed;
    }

    /** Joins the load of a version that is under way, or begins one. The caller has a claim on the result. */
    Load<I, O> request(ModelVersion version) {
        Load<I, O> load;
        String refusal = null;
        lock.lock();
        try {
            Load<I, O> present = current.get(version);
            if (present != null && !present.over) {
                present.claims++;
                return present;
            }
            load = new Load<>(new VersionLife(version, parts.clock(), news));
            load.claims = 1;
            if (present != null) {
                refusal = "an earlier load of it, given up after " + longest + ", has still not ended";
            } else if (abandoned >= MOST_ABANDONED) {
                refusal = abandoned + " loads of this deployment that were given up have still not ended";
            } else {
                current.put(version, load);
            }
        } finally {
            lock.unlock();
        }
        if (refusal != null) {
            fail(
                    load,
                    new ModelLoadException("Version " + version + " is not ready: " + refusal
                            + ". Find out what its runtime waits for, and restart the process if it never ends."));
            return load;
        }
        try {
            parts.loading().execute(() -> run(load));
        } catch (RejectedExecutionException closing) {
            forget(load);
            fail(
                    load,
                    new ModelLoadException(
                            "Version " + version + " was not loaded: the deployer is closed; build another one."));
        }
        return load;
    }

    /** Gives a claim back. The last one to do so has the load end as soon as it can, or its result closed. */
    void leave(Load<I, O> load) {
        Generation<I, O> unused = null;
        lock.lock();
        try {
            load.claims--;
            if (load.claims == 0) {
                unused = load.ready;
                if (unused == null && !load.result().isDone()) {
                    abandon(load);
                }
            }
        } finally {
            lock.unlock();
        }
        if (unused != null) {
            discard.accept(unused);
        }
    }

    /**
     * Waits for a load, for no longer than loads may take.
     *
     * @throws RuntimeException what it failed with
     */
    Generation<I, O> await(Load<I, O> load) {
        long began = 0;
        while (true) {
            try {
                return load.result().get(GLANCE.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException notYet) {
                // Real time, because the clock may stand still; and not before it has got a thread.
                if (load.began != null && began == 0) {
                    began = System.nanoTime();
                } else if (load.began != null && System.nanoTime() - began > longest.toNanos()) {
                    giveUp(load);
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                leave(load);
                throw new ModelLoadException(
                        "Version " + load.version() + " is not ready: the thread that waited for it was interrupted.",
                        stopped);
            } catch (ExecutionException failure) {
                Throwable cause = failure.getCause();
                if (cause instanceof RuntimeException unchecked) {
                    throw unchecked;
                }
                if (cause instanceof Error error) {
                    throw error;
                }
                throw new IllegalStateException(cause);
            }
        }
    }

    /** Does what is to follow a load. What goes wrong in that is said, because nobody else would. */
    void whenDone(Load<I, O> load, BiConsumer<@Nullable Generation<I, O>, @Nullable Throwable> next) {
        CompletableFuture<?> ignored = load.result().handle((ready, failure) -> {
            guarded(load.version(), () -> next.accept(ready, failure));
            return null;
        });
    }

    /** Does what is to follow when a version was loaded or closed, and says what goes wrong in it. */
    static void guarded(ModelVersion version, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error unexpected) {
            LOG.error("Nothing could follow after version {} was loaded or closed", version, unexpected);
        }
    }

    /** Gives up loads that exceed their time. */
    void expire(Instant now) {
        for (Load<I, O> load : all()) {
            Instant began = load.began;
            if (began != null && now.isAfter(began.plus(longest))) {
                giveUp(load);
            }
        }
    }

    /** The loads that wait or run, given up ones included until they end. */
    List<Load<I, O>> all() {
        lock.lock();
        try {
            return new ArrayList<>(current.values());
        } finally {
            lock.unlock();
        }
    }

    private void run(Load<I, O> load) {
        boolean unwanted;
        lock.lock();
        try {
            unwanted = load.claims == 0;
            if (unwanted) {
                load.over = true;
                current.remove(load.version(), load);
            } else {
                load.began = parts.clock().instant();
            }
        } finally {
            lock.unlock();
        }
        if (unwanted) {
            load.life().enter(VersionState.CLOSED);
            ended(load);
            load.result().completeExceptionally(new Load.NoLongerWanted(load.version()));
            return;
        }
        news.tell(new DeploymentEvent.Loading(parts.clock().instant(), load.version()));
        try {
            arrived(load, open.open(load.version(), new Progress(load)));
        } catch (RuntimeException | Error failure) {
            forget(load);
            fail(load, failure);
        } finally {
            ended(load);
        }
    }

    private void arrived(Load<I, O> load, Generation<I, O> ready) {
        boolean late;
        lock.lock();
        try {
            late = load.over || load.claims == 0;
            load.over = true;
            // From here on whoever gives the last claim back has it closed.
            load.ready = late ? null : ready;
            current.remove(load.version(), load);
        } finally {
            lock.unlock();
        }
        if (late) {
            discard.accept(ready);
            load.result().completeExceptionally(new Load.NoLongerWanted(load.version()));
            return;
        }
        Instant now = parts.clock().instant();
        Instant began = load.began;
        load.life().enter(VersionState.READY);
        news.tell(new DeploymentEvent.Ready(now, load.version(), Duration.between(began == null ? now : began, now)));
        load.result().complete(ready);
    }

    private void giveUp(Load<I, O> load) {
        lock.lock();
        try {
            if (load.over || load.result().isDone()) {
                return;
            }
            load.over = true;
            abandon(load);
        } finally {
            lock.unlock();
        }
        fail(
                load,
                new ModelLoadException("Version " + load.version() + " is not ready: it was still "
                        + load.life().state() + " after " + longest
                        + ", the load timeout. What served before keeps serving; if its runtime needs more time, deploy "
                        + "with a longer loadTimeout."));
    }

    private void fail(Load<I, O> load, Throwable failure) {
        VersionState next = failure instanceof Load.NoLongerWanted ? VersionState.CLOSED : VersionState.FAILED;
        if (load.life().enter(next) && next == VersionState.FAILED) {
            failed.accept(load.life());
        }
        load.result().completeExceptionally(failure);
    }

    private void abandon(Load<I, O> load) {
        if (!load.abandoned && load.began != null) {
            load.abandoned = true;
            abandoned++;
            parts.loading().abandoned();
        }
    }

    private void forget(Load<I, O> load) {
        lock.lock();
        try {
            load.over = true;
            current.remove(load.version(), load);
        } finally {
            lock.unlock();
        }
    }

    private void ended(Load<I, O> load) {
        boolean wasAbandoned;
        lock.lock();
        try {
            wasAbandoned = load.abandoned;
            if (wasAbandoned) {
                abandoned--;
            }
        } finally {
            lock.unlock();
        }
        if (wasAbandoned) {
            LOG.info("The load of version {}, which nobody waited for any more, has ended", load.version());
            parts.loading().recovered();
        }
    }

    /** How the steps of a load are noted, and how a load learns that it may stop. */
    private final class Progress implements Opener.Progress {
        private final Load<I, O> load;

        private Progress(Load<I, O> load) {
            this.load = load;
        }

        @Override
        public VersionLife life() {
            return load.life();
        }

        @Override
        public void enter(VersionState step) {
            lock.lock();
            try {
                if (load.claims == 0 || load.over) {
                    load.over = true;
                    current.remove(load.version(), load);
                    throw new Load.NoLongerWanted(load.version());
                }
            } finally {
                lock.unlock();
            }
            load.life().enter(step);
        }
    }
}
