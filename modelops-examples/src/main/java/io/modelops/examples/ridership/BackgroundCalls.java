package io.modelops.examples.ridership;

import io.modelops.deployment.Deployment;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Callers that never pause: threads that ask a deployment about one day after another while models change under it. They
 * probe, so that monitors and rollouts see the same traffic in every run.
 */
final class BackgroundCalls implements AutoCloseable {
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Deployment<RidershipDay, Ridership> deployment;
    private final List<RidershipDay> days;
    private final List<Thread> threads;
    private final Histogram latencies = new ConcurrentHistogram(LONGEST_NANOS, 3);
    private final LongAdder requests = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final AtomicReference<@Nullable Throwable> firstFailure = new AtomicReference<>();
    private volatile boolean stopped;

    private BackgroundCalls(int callers, Deployment<RidershipDay, Ridership> deployment, List<RidershipDay> days) {
        this.deployment = deployment;
        this.days = days;
        this.threads = IntStream.range(0, callers)
                .mapToObj(caller -> new Thread(() -> call(new Random(caller)), "caller-" + caller))
                .toList();
    }

    static BackgroundCalls start(int callers, Deployment<RidershipDay, Ridership> deployment, List<RidershipDay> days) {
        BackgroundCalls calls = new BackgroundCalls(callers, deployment, days);
        calls.threads.forEach(Thread::start);
        return calls;
    }

    private void call(Random random) {
        while (!stopped) {
            RidershipDay day = days.get(random.nextInt(days.size()));
            long began = System.nanoTime();
            try {
                double thousands = deployment.probe(day).value().thousands();
                if (!Double.isFinite(thousands)) {
                    throw new IllegalStateException("the answer for " + day.date() + " was " + thousands);
                }
            } catch (RuntimeException failure) {
                failed.increment();
                firstFailure.compareAndSet(null, failure);
            }
            latencies.recordValue(Math.min(LONGEST_NANOS, System.nanoTime() - began));
            requests.increment();
        }
    }

    /** Stops the callers, lets them finish their last request, and tells what they saw. */
    Load stop() {
        close();
        return new Load(
                requests.sum(),
                failed.sum(),
                latencies.getValueAtPercentile(50),
                latencies.getValueAtPercentile(99),
                firstFailure.get());
    }

    @Override
    public void close() {
        stopped = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException inAHurry) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
