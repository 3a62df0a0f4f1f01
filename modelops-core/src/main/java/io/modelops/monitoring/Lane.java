package io.modelops.monitoring;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one plug-in is still to do: task after task, on one thread at a time, bounded. Whoever adds a task never waits for
 * one. A task that runs for too long can be found and interrupted; the plug-in's thread is its own, so it holds up nobody
 * else. Safe for use by several threads.
 */
final class Lane {
    private static final int SLICE = 1_024;
    private static final long NONE = -1;

    /** Something to do. */
    @FunctionalInterface
    interface Task {
        /** Does it. */
        void run();

        /** It will not be done. */
        default void dropped() {}

        /** Whether it has to be done even after all others were dropped. */
        default boolean isVital() {
            return false;
        }
    }

    private final Queue<Task> tasks = new ArrayDeque<>();
    private final Executor executor;
    private final LongSupplier ticker;
    private @Nullable Thread runner;
    private boolean scheduled;
    private boolean closed;
    private long since;
    private long call;
    private long overdueCall = NONE;
    private long interruptedCall = NONE;
    private long dropped;

    Lane(Executor executor, LongSupplier ticker) {
        this.executor = executor;
        this.ticker = ticker;
    }

    /** Adds a task, unless as many wait as there is room for or this is closed; it is counted and dropped then. */
    void offer(Task task, long room) {
        boolean refused;
        synchronized (this) {
            refused = closed || tasks.size() >= room;
            if (refused) {
                dropped++;
            } else {
                tasks.add(task);
                if (scheduled) {
                    return;
                }
                scheduled = true;
            }
        }
        if (refused) {
            task.dropped();
        } else {
            schedule();
        }
    }

    /** Counts a task that was not even offered. */
    synchronized void countDropped() {
        dropped++;
    }

    /** Drops what waits and is not vital. */
    void clear() {
        List<Task> lost = new ArrayList<>();
        synchronized (this) {
            tasks.removeIf(task -> !task.isVital() && lost.add(task));
            dropped += lost.size();
        }
        lost.forEach(Task::dropped);
    }

    /** Takes no further task and drops what waits. */
    void close(boolean interrupting) {
        synchronized (this) {
            closed = true;
            if (interrupting) {
                interrupt();
            }
        }
        clear();
    }

    synchronized long dropped() {
        return dropped;
    }

    synchronized int waiting() {
        return tasks.size();
    }

    /** Whether this thread runs a task of this lane now, so that waiting for a later one would be waiting for itself. */
    synchronized boolean isRunBy(Thread thread) {
        return runner == thread;
    }

    /** Whether the task that runs was found to be overdue. */
    synchronized boolean isHanging() {
        return runner != null && overdueCall == call;
    }

    /**
     * Finds out whether the task that runs takes longer than the limit.
     *
     * @param interrupting whether to interrupt it then
     * @return where its thread is, once for each task that is overdue
     */
    synchronized StackTraceElement @Nullable [] overdue(long limitNanos, boolean interrupting) {
        Thread running = runner;
        if (running == null || overdueCall == call || ticker.getAsLong() - since <= limitNanos) {
            return null;
        }
        overdueCall = call;
        StackTraceElement[] place = running.getStackTrace();
        if (interrupting) {
            interrupt();
        }
        return place;
    }

    /** Waits until nothing is left to do, at most until a time by {@link System#nanoTime()}. */
    synchronized void awaitIdle(long end) throws InterruptedException {
        for (long left = end - System.nanoTime(); scheduled && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
        }
    }

    /** The lock is held, so the thread can't have gone on to somebody else's task. */
    private synchronized void interrupt() {
        if (runner != null) {
            interruptedCall = call;
            runner.interrupt();
        }
    }

    private void schedule() {
        try {
            executor.execute(this::drain);
        } catch (RuntimeException | Error refused) {
            // It is shutting down, full, or there is no thread to be had: who offers the next task tries again.
            List<Task> lost;
            synchronized (this) {
                lost = List.copyOf(tasks);
                tasks.clear();
                dropped += lost.size();
                scheduled = false;
                notifyAll();
            }
            lost.forEach(Task::dropped);
        }
    }

    /** Does a slice, then makes room for other users of the executor. */
    private void drain() {
        for (int done = 0; done < SLICE; done++) {
            Task next = next();
            if (next == null) {
                return;
            }
            try {
                next.run();
            } catch (Throwable unreported) {
                // Tasks report what plug-ins throw. What comes up to here is the want of memory while they did.
                countDropped();
            } finally {
                ended();
            }
        }
        schedule();
    }

    private synchronized @Nullable Task next() {
        Task next = tasks.poll();
        if (next == null) {
            scheduled = false;
            notifyAll();
            return null;
        }
        runner = Thread.currentThread();
        since = ticker.getAsLong();
        call++;
        return next;
    }

    @SuppressWarnings("ResultOfMethodCallIgnored") // it is only to be cleared
    private synchronized void ended() {
        runner = null;
        if (interruptedCall == call) {
            // The interrupt was meant for the task, not for what the thread does next.
            Thread.interrupted();
        }
    }
}
