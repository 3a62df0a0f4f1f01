package io.modelops.deployment.internal;

import java.util.LinkedHashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/** Who of a deployer's versions takes how much memory: exact under one lock, with a way to wait until that changes. */
final class Reservations {
    private final ResidentMemory resident;
    private final MemoryEstimates estimates;
    private final LoadingThreads threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Reservation> held = new LinkedHashSet<>();
    /** How often something changed; so that a change is not missed between two looks. */
    private long changes;

    /** @param threads where those who wait run */
    Reservations(ResidentMemory resident, MemoryEstimates estimates, LoadingThreads threads) {
        this.resident = resident;
        this.estimates = estimates;
        this.threads = threads;
    }

    /** What an attempt to find room came to. */
    enum Attempt {
        GRANTED,
        /** Others would have to go. */
        NO_ROOM,
        TOO_LATE
    }

    void grant(Reservation reservation) {
        lock.lock();
        try {
            held.add(reservation);
            reservation.before = resident.bytes();
            // What others allocate at the same time can't be told apart.
            reservation.alone = held.stream().filter(Reservation::isBeingLoaded).count() == 1;
            if (!reservation.alone) {
                held.stream().filter(other -> !other.ready).forEach(other -> other.alone = false);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Grants what fits, or will fit when all have gone that are going; waits for those. */
    Attempt grantWithin(Reservation wanted, long limit, long deadline) {
        lock.lock();
        try {
            while (true) {
                if (used() + wanted.all() <= limit) {
                    grant(wanted);
                    return Attempt.GRANTED;
                }
                if (shortfall(wanted, limit) > 0) {
                    return Attempt.NO_ROOM;
                }
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return Attempt.TOO_LATE;
                }
                awaitNews(left);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Attempt.NO_ROOM;
        } finally {
            lock.unlock();
        }
    }

    /** What is missing even when all have gone that are going. */
    long shortfall(Reservation wanted, long limit) {
        lock.lock();
        try {
            long leaving = held.stream()
                    .filter(reservation -> reservation.leaving)
                    .mapToLong(Reservation::all)
                    .sum();
            return used() - leaving + wanted.all() - limit;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a version to be closed, or to be loaded and swapped in; false if there is none, or time is over. */
    boolean awaitChange(long seen, long deadline) {
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

    long changes() {
        lock.lock();
        try {
            return changes;
        } finally {
            lock.unlock();
        }
    }

    void change(Runnable step) {
        lock.lock();
        try {
            step.run();
            changes++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void loaded(Reservation reservation) {
        change(() -> {
            reservation.endsLoading();
            OptionalLong before = reservation.before;
            OptionalLong after = resident.bytes();
            if (reservation.alone
                    && before.isPresent()
                    && after.isPresent()
                    && after.getAsLong() > before.getAsLong()) {
                reservation.measured(estimates.learn(reservation.version(), after.getAsLong() - before.getAsLong()));
            }
        });
    }

    void release(Reservation reservation) {
        change(() -> {
            held.remove(reservation);
            OptionalLong before = reservation.before;
            OptionalLong after = resident.bytes();
            if (before.isPresent() && after.isPresent()) {
                reservation.retained(Math.max(0, after.getAsLong() - before.getAsLong()));
            }
        });
    }

    /** How much of a limit is left, and who has the rest, in words. */
    String described(long limit) {
        lock.lock();
        try {
            return "of " + Reservation.size(limit) + " there are " + Reservation.size(limit - used())
                    + " free. In memory are "
                    + held.stream()
                            .map(reservation -> reservation.version() + " with " + reservation
                                    + (reservation.leaving ? ", being closed" : ""))
                            .collect(Collectors.joining("; "));
        } finally {
            lock.unlock();
        }
    }

    private long used() {
        return held.stream().mapToLong(Reservation::all).sum();
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
}
