package io.modelops.deployment.internal;

import io.modelops.deployment.MemoryBudget;
import io.modelops.model.Manifest;
import io.modelops.model.ModelLoadException;
import io.modelops.model.ModelName;
import io.modelops.model.ModelVersion;
import io.modelops.model.Quoted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who of a deployer's versions takes how much memory, and who has to go when there is no room. Without a budget it only
 * measures. Tenants are asked to make room while no lock is held.
 */
public final class MemoryLedger {
    private final @Nullable MemoryBudget budget;
    private final ResidentMemory resident;
    private final LoadingThreads threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** How often something changed; so that a change is not missed between two looks. */
    private long changes;

    private final Set<Reservation> held = new LinkedHashSet<>();
    private final Map<ModelName, Long> learnt = new HashMap<>();
    private final List<Tenant> tenants = new CopyOnWriteArrayList<>();

    /**
     * @param budget null for none
     * @param threads where those who reserve memory run
     */
    public MemoryLedger(@Nullable MemoryBudget budget, ResidentMemory resident, LoadingThreads threads) {
        this.budget = budget;
        this.resident = resident;
        this.threads = threads;
    }

    /** Adds somebody who can make room. */
    public void add(Tenant tenant) {
        tenants.add(tenant);
    }

    /** Removes somebody who can make room. */
    public void remove(Tenant tenant) {
        tenants.remove(tenant);
    }

    /**
     * Reserves memory for a version that is about to be loaded, making room if need be.
     *
     * @param declared what the settings say it takes
     * @param whose is not to be taken away for it; null if it is nobody's
     * @throws ModelLoadException if there is no room
     */
    Reservation reserve(ModelVersion version, OptionalLong declared, @Nullable Tenant whose) {
        Reservation wanted = estimated(version, declared);
        if (budget == null) {
            return granted(wanted);
        }
        if (wanted.all() > budget.bytes()) {
            throw new ModelLoadException("Version " + version + " does not fit into the memory budget: it needs "
                    + wanted + ", and the whole budget is " + size(budget.bytes())
                    + ". Raise the budget, or declare what the version really takes.");
        }
        long deadline = System.nanoTime() + budget.longestWait().toNanos();
        long seen = changes();
        while (!grantedOrAwaited(wanted, budget, deadline)) {
            // If nobody can go, what is left is to wait for those who are going, and for loads to end.
            if (!makeRoom(wanted, budget, whose) && !awaitChange(seen, deadline)) {
                throw noRoom(wanted, budget);
            }
            seen = changes();
        }
        return wanted;
    }

    /** True if granted; false after a wait, or at once if others would have to go. */
    private boolean grantedOrAwaited(Reservation wanted, MemoryBudget limit, long deadline) {
        lock.lock();
        try {
            while (true) {
                if (used() + wanted.all() <= limit.bytes()) {
                    granted(wanted);
                    return true;
                }
                if (shortfall(wanted, limit) > 0) {
                    return false;
                }
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw noRoom(wanted, limit);
                }
                awaitNews(left);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a version to be closed, or to be loaded and swapped in; false if there is none, or time is over. */
    private boolean awaitChange(long seen, long deadline) {
        lock.lock();
        try {
            if (changes != seen) {
                return true;
            }
            long left = deadline - System.nanoTime();
            boolean hope = held.stream().anyMatch(reservation -> reservation.leaving || !reservation.settled);
            if (!hope || left <= 0) {
                return false;
            }
            awaitNews(left);
            return true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Whoever waits for room takes no place from loads that have it. */
    @SuppressWarnings("WaitNotInLoop") // those who call it look again
    private void awaitNews(long nanos) throws InterruptedException {
        threads.abandoned();
        try {
            changed.awaitNanos(nanos);
        } finally {
            threads.recovered();
        }
    }

    private void note() {
        changes++;
        changed.signalAll();
    }

    private long changes() {
        lock.lock();
        try {
            return changes;
        } finally {
            lock.unlock();
        }
    }

    private boolean makeRoom(Reservation wanted, MemoryBudget limit, @Nullable Tenant whose) {
        for (Tenant tenant : tenants) {
            if (tenant.releaseWarm()) {
                return true;
            }
        }
        record Candidate(Tenant tenant, Tenant.Idle idle) {}
        List<Candidate> candidates = new ArrayList<>();
        long enough = 0;
        for (Tenant tenant : tenants) {
            Tenant.Idle idle = tenant.equals(whose) ? null : tenant.idle(limit);
            if (idle != null) {
                candidates.add(new Candidate(tenant, idle));
                enough += idle.bytes();
            }
        }
        // Nobody is sent away in vain.
        if (enough < shortfall(wanted, limit)) {
            return false;
        }
        candidates.sort(Comparator.comparing(candidate -> candidate.idle().since()));
        return candidates.stream().anyMatch(candidate -> candidate.tenant().evict(wanted.version));
    }

    /** What is missing even when all have gone that are going. */
    private long shortfall(Reservation wanted, MemoryBudget limit) {
        lock.lock();
        try {
            return used() - leaving() + wanted.all() - limit.bytes();
        } finally {
            lock.unlock();
        }
    }

    private ModelLoadException noRoom(Reservation wanted, MemoryBudget limit) {
        lock.lock();
        try {
            return new ModelLoadException(
                    "Version " + wanted.version + " does not fit into the memory budget: it needs "
                            + wanted + ", and of " + size(limit.bytes()) + " there are " + size(limit.bytes() - used())
                            + " free. In memory are "
                            + held.stream()
                                    .map(reservation -> reservation.version + " with " + reservation
                                            + (reservation.leaving ? ", being closed" : ""))
                                    .collect(Collectors.joining("; "))
                            + ". The rest is pinned, on trial, or was loaded less than " + limit.minimumResidency()
                            + " ago. Raise the budget, pin fewer models, or let the old version of a model go first with "
                            + "TransitionPolicy.keepWithinMemory.");
        } finally {
            lock.unlock();
        }
    }

    private Reservation granted(Reservation reservation) {
        lock.lock();
        try {
            held.add(reservation);
            reservation.before = resident.bytes();
            // What others allocate at the same time can't be told apart.
            reservation.alone = held.stream()
                            .filter(other -> other.extra > 0 || !other.ready)
                            .count()
                    == 1;
            if (!reservation.alone) {
                held.stream().filter(other -> !other.ready).forEach(other -> other.alone = false);
            }
        } finally {
            lock.unlock();
        }
        return reservation;
    }

    private long leaving() {
        return held.stream()
                .filter(reservation -> reservation.leaving)
                .mapToLong(Reservation::all)
                .sum();
    }

    private long used() {
        return held.stream().mapToLong(Reservation::all).sum();
    }

    private Reservation estimated(ModelVersion version, OptionalLong declared) {
        long files = version.description().manifest().files().stream()
                .mapToLong(Manifest.File::bytes)
                .sum();
        long extra = budget == null ? 0 : Math.round(files * budget.loadingFactor());
        if (declared.isPresent()) {
            return new Reservation(version, declared.getAsLong(), extra, "as the deployment declares");
        }
        String parameter = version.description().parameters().get(MemoryBudget.DECLARED_BYTES);
        if (parameter != null) {
            return new Reservation(version, bytes(version, parameter), extra, "as the version declares");
        }
        lock.lock();
        try {
            Long seen = learnt.get(version.model());
            if (seen != null) {
                return new Reservation(version, Math.max(seen, files), extra, "as its model took before");
            }
        } finally {
            lock.unlock();
        }
        double factor = budget == null ? 1 : budget.sizeFactor();
        return new Reservation(version, Math.round(files * factor), extra, "by the size of its files");
    }

    private static long bytes(ModelVersion version, String parameter) {
        if (!parameter.matches("[0-9]{1,18}")) {
            throw new ModelLoadException("Version " + version + " was not loaded: its parameter "
                    + MemoryBudget.DECLARED_BYTES + " is " + Quoted.of(parameter)
                    + ", expected a whole number of bytes; register it again, or declare it when deploying.");
        }
        return Long.parseLong(parameter);
    }

    private static String size(long bytes) {
        return bytes < 10_000_000
                ? String.format(Locale.ROOT, "%,d bytes", bytes)
                : String.format(Locale.ROOT, "%,d MB", bytes / 1_000_000);
    }

    /** What one version takes, from before it is loaded until it has been closed. */
    final class Reservation {
        private final ModelVersion version;
        private final String source;
        private final boolean declared;
        private volatile long bytes;
        private volatile long extra;
        private OptionalLong before = OptionalLong.empty();
        private volatile OptionalLong retained = OptionalLong.empty();
        private boolean alone;
        private boolean ready;
        private boolean settled;
        private boolean leaving;

        private Reservation(ModelVersion version, long bytes, long extra, String source) {
            this.version = version;
            this.bytes = bytes;
            this.extra = extra;
            this.source = source;
            this.declared = source.endsWith("declares");
        }

        /** What it takes, as far as that is known; the extra need while it is loaded included. */
        long all() {
            return bytes + extra;
        }

        /** By how much the process has grown over its life; empty until it has been closed, or where it can't be told. */
        OptionalLong retained() {
            return retained;
        }

        /** It is in memory. If nothing else was loaded meanwhile, the growth of the process is what it takes. */
        void loaded() {
            lock.lock();
            try {
                ready = true;
                extra = 0;
                OptionalLong after = resident.bytes();
                if (alone && before.isPresent() && after.isPresent() && after.getAsLong() > before.getAsLong()) {
                    long grown = after.getAsLong() - before.getAsLong();
                    learnt.put(version.model(), grown);
                    bytes = declared ? bytes : Math.max(grown, fileBytes());
                }
                note();
            } finally {
                lock.unlock();
            }
        }

        /** It has got its place, so what it replaces may go. */
        void settled() {
            lock.lock();
            try {
                settled = true;
                note();
            } finally {
                lock.unlock();
            }
        }

        /** Whether it is on its way out of memory. */
        void leaving(boolean isLeaving) {
            lock.lock();
            try {
                leaving = isLeaving;
                note();
            } finally {
                lock.unlock();
            }
        }

        /** It is not in memory any more. */
        void release() {
            lock.lock();
            try {
                held.remove(this);
                OptionalLong after = resident.bytes();
                if (before.isPresent() && after.isPresent()) {
                    retained = OptionalLong.of(Math.max(0, after.getAsLong() - before.getAsLong()));
                }
                note();
            } finally {
                lock.unlock();
            }
        }

        private long fileBytes() {
            return version.description().manifest().files().stream()
                    .mapToLong(Manifest.File::bytes)
                    .sum();
        }

        @Override
        public String toString() {
            return size(bytes) + " " + source + (extra > 0 ? " and " + size(extra) + " more while it is loaded" : "");
        }
    }
}
