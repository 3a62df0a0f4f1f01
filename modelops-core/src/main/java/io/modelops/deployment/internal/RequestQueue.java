package io.modelops.deployment.internal;

import io.modelops.deployment.PredictOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The jobs that wait for a worker: a bounded number of them, by priority, and in the order they came inside one. All under
 * one lock, that nobody holds for longer than it takes to link or unlink a batch; so the bound is exact, and a job is
 * either taken by one worker, or withdrawn, or late.
 */
final class RequestQueue<I, O> {
    /**
     * How long an idle worker looks for the next job before it sleeps: waking up takes longer than many models do. Longer than
     * a caller takes to wake up, or the two would put each other to sleep again and again.
     */
    private static final long SPIN_NANOS = Runtime.getRuntime().availableProcessors() > 1 ? 100_000 : 0;

    private final int capacity;
    private final BatchSizes sizes;
    private final LongSupplier ticker;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final List<Line<I, O>> lines = new ArrayList<>();
    private int sleeping;
    private int spinning;
    private int busy;
    private volatile int size;
    private volatile boolean closed;

    RequestQueue(int capacity, BatchSizes sizes, LongSupplier ticker) {
        this.capacity = capacity;
        this.sizes = sizes;
        this.ticker = ticker;
        for (int priority = PredictOptions.FIRST; priority <= PredictOptions.LAST; priority++) {
            lines.add(new Line<>());
        }
    }

    /** How many wait. */
    int size() {
        return size;
    }

    /** Adds a job unless there is no room. */
    boolean offer(Job<I, O> job) {
        lock.lock();
        try {
            if (size >= capacity) {
                return false;
            }
            add(job);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Adds all jobs or none. */
    boolean offerAll(List<? extends Job<I, O>> jobs) {
        lock.lock();
        try {
            if (jobs.size() > capacity - size) {
                return false;
            }
            jobs.forEach(this::add);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Takes a job out that no worker has taken yet. */
    boolean withdraw(Job<I, O> job) {
        lock.lock();
        try {
            if (!job.isQueued) {
                return false;
            }
            remove(job);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a batch, for an errand or for the end. Called by one worker after the other, and each time with the lists
     * as the last call left them: a worker that took a batch is busy until it comes back.
     *
     * @param batch gets the jobs to run
     * @param late gets jobs whose deadline has passed
     * @param errands what this worker has to do besides
     * @return false when the queue is closed and nothing is left
     */
    boolean take(List<Job<I, O>> batch, List<Job<I, O>> late, Queue<?> errands) {
        lock.lock();
        try {
            if (!batch.isEmpty()) {
                busy--;
            }
            batch.clear();
            late.clear();
            boolean rested = false;
            while (errands.isEmpty()) {
                long wait = tryTake(batch, late);
                if (!batch.isEmpty()) {
                    busy++;
                    return true;
                }
                if (!late.isEmpty()) {
                    return true;
                }
                if (closed) {
                    return false;
                }
                if (rested || size > 0) {
                    sleep(wait);
                } else {
                    rested = true;
                    spin(errands);
                }
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a batch if one is to leave now.
     *
     * @return how many nanoseconds later one is; {@link Long#MAX_VALUE} if that depends on others
     */
    long tryTake(List<Job<I, O>> batch, List<Job<I, O>> late) {
        lock.lock();
        try {
            if (size == 0) {
                return Long.MAX_VALUE;
            }
            long delay = sizes.delayNanos();
            long wait = delay == 0 || closed || size >= sizes.limit() ? 0 : untilFirstMustLeave();
            int wanted = sizes.take(size, wait <= 0);
            if (wanted == 0) {
                return wait;
            }
            for (Line<I, O> line : lines) {
                takeFrom(line, wanted, batch, late);
            }
            if (size > 0 && sleeping > 0) {
                arrived.signal();
            }
            return 0;
        } finally {
            lock.unlock();
        }
    }

    /** Fills a batch that was taken and had to wait with what has come since, as far as its deadline has not passed. */
    void topUp(List<Job<I, O>> batch) {
        lock.lock();
        try {
            int wanted = Math.min(sizes.limit(), batch.size() + size);
            for (Line<I, O> line : lines) {
                @Nullable Job<I, O> job = line.first();
                // One that is late is left to the next worker that comes, which refuses it.
                while (job != null && batch.size() < wanted && !(job.hasDeadline() && job.isLate(ticker.getAsLong()))) {
                    remove(job);
                    batch.add(job);
                    job = line.first();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Wakes all workers, so that they look for errands. */
    void wakeAll() {
        lock.lock();
        try {
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets workers end when nothing is left. */
    void close() {
        lock.lock();
        try {
            // Under the lock, or a worker that has just seen that a job may wait longer would see the end next, and
            // leave it.
            closed = true;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written with the lock held only
    private void add(Job<I, O> job) {
        if (sizes.delayNanos() > 0) {
            long now = ticker.getAsLong();
            long patience = sizes.delayNanos();
            job.leaveBy = now + (job.hasDeadline() ? Math.min(patience, (job.deadline() - now) / 2) : patience);
        }
        lineOf(job).add(job);
        size++;
        // One that sleeps may be woken up on the very processor that its caller would keep busy with waiting.
        job.foundAllIdle = busy == 0 && size == 1 && spinning > 0;
        // Whoever spins looks once more under the lock before it sleeps.
        if (sleeping > 0 && size > spinning) {
            arrived.signal();
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written with the lock held only
    private void remove(Job<I, O> job) {
        lineOf(job).remove(job);
        size--;
    }

    private void takeFrom(Line<I, O> line, int wanted, List<Job<I, O>> batch, List<Job<I, O>> late) {
        @Nullable Job<I, O> job = line.first();
        while (job != null && batch.size() < wanted) {
            remove(job);
            boolean tooLate = job.hasDeadline() && job.isLate(ticker.getAsLong());
            (tooLate ? late : batch).add(job);
            job = line.first();
        }
    }

    /** Fewer jobs wait than a batch takes, so these are few. */
    private long untilFirstMustLeave() {
        long now = ticker.getAsLong();
        long shortest = Long.MAX_VALUE;
        for (Line<I, O> line : lines) {
            for (Job<I, O> job = line.first(); job != null; job = job.after) {
                shortest = Math.min(shortest, job.leaveBy - now);
            }
        }
        return shortest;
    }

    /** Gives the lock up for a moment in which something may come. */
    private void spin(Queue<?> errands) {
        spinning++;
        lock.unlock();
        try {
            long began = System.nanoTime();
            for (int look = 1; size == 0 && !closed && errands.isEmpty(); look++) {
                if (look % Spinning.LOOKS_BETWEEN_TIMES == 0 && System.nanoTime() - began >= SPIN_NANOS) {
                    return;
                }
                Thread.onSpinWait();
            }
        } finally {
            lock.lock();
            spinning--;
        }
    }

    @SuppressWarnings("WaitNotInLoop") // the caller's loop looks again
    private void sleep(long nanos) {
        sleeping++;
        try {
            if (nanos == Long.MAX_VALUE) {
                arrived.await();
            } else {
                arrived.awaitNanos(nanos);
            }
        } catch (InterruptedException notOurs) {
            // Somebody interrupted a thread that is ours; its queue still has to be served.
        } finally {
            sleeping--;
        }
    }

    private Line<I, O> lineOf(Job<I, O> job) {
        return lines.get(job.priority() - PredictOptions.FIRST);
    }
}
