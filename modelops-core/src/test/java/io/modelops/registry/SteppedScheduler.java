package io.modelops.registry;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Runs what is due when the test says so, on its thread, by a clock that only the test moves. */
final class SteppedScheduler extends AbstractExecutorService implements ScheduledExecutorService {
    private final Queue<Runnable> ready = new ArrayDeque<>();
    private final PriorityQueue<Task> waiting = new PriorityQueue<>(Comparator.comparingLong(task -> task.due));
    private long now;
    private boolean shutDown;

    private final class Task extends FutureTask<Object> implements ScheduledFuture<Object> {
        private final Runnable work;
        private final long due;
        private final long period;

        Task(Runnable work, long due, long period) {
            super(work, "done");
            this.work = work;
            this.due = due;
            this.period = period;
        }

        @Override
        public void run() {
            if (period == 0) {
                super.run();
            } else if (!isCancelled() && runAndReset()) {
                Task next = new Task(this::run, now + period, 0);
                waiting.add(next);
            }
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - now, TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }

        @Override
        public String toString() {
            return work + " at " + due;
        }
    }

    /** Runs what is due now. */
    void run() {
        for (Runnable task = ready.poll(); task != null; task = ready.poll()) {
            task.run();
        }
    }

    /** Lets time pass and runs what becomes due meanwhile, each at its time. */
    void pass(Duration time) {
        long until = now + time.toNanos();
        run();
        for (Task task = waiting.peek(); task != null && task.due <= until; task = waiting.peek()) {
            waiting.remove(task);
            now = task.due;
            task.run();
            run();
        }
        now = until;
    }

    @Override
    public void execute(Runnable task) {
        requireRunning();
        ready.add(task);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        requireRunning();
        Task added = new Task(task, now + unit.toNanos(delay), 0);
        waiting.add(added);
        return added;
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long first, long period, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long first, long delay, TimeUnit unit) {
        requireRunning();
        Task added = new Task(task, now + unit.toNanos(first), unit.toNanos(delay));
        waiting.add(added);
        return added;
    }

    @Override
    public void shutdown() {
        shutDown = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutDown = true;
        return new ArrayList<>(ready);
    }

    @Override
    public boolean isShutdown() {
        return shutDown;
    }

    @Override
    public boolean isTerminated() {
        return shutDown && ready.isEmpty();
    }

    @Override
    public boolean awaitTermination(long time, TimeUnit unit) {
        return isTerminated();
    }

    private void requireRunning() {
        if (shutDown) {
            throw new RejectedExecutionException("shut down");
        }
    }
}
