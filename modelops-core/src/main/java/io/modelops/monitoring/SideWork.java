package io.modelops.monitoring;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Work beside the monitors that may hang, such as writing to a store: one piece at a time, one more may wait, and further ones
 * are counted and dropped. It is not interrupted, because an interrupt closes the files of a store. Safe for use by several
 * threads.
 */
final class SideWork {
    private final String name;
    private final Lane lane;
    private final Failures failures;
    private final AtomicLong hangs = new AtomicLong();

    SideWork(String name, Executor executor, LongSupplier ticker, Failures failures) {
        this.name = name;
        this.lane = new Lane(executor, ticker);
        this.failures = failures;
    }

    /** Has it done, unless it hangs or something waits already; then it is not done at all. */
    boolean offer(Runnable work) {
        if (lane.isHanging()) {
            lane.countDropped();
            return false;
        }
        long before = lane.dropped();
        lane.offer(
                () -> {
                    try {
                        work.run();
                    } catch (Throwable thrown) {
                        failures.add(name, thrown, false);
                    }
                },
                1);
        return lane.dropped() == before;
    }

    /** Reports it once for each piece of work that takes longer than the limit. */
    void reportOverdue(Duration limit) {
        StackTraceElement[] place = lane.overdue(limit.toNanos(), false);
        if (place != null) {
            hangs.incrementAndGet();
            TimeoutException hanging =
                    new TimeoutException(name + " has not come back for " + limit + "; nobody waits for it");
            hanging.setStackTrace(place);
            failures.add(name, hanging, false);
        }
    }

    MonitorStatus status() {
        return MonitorStatus.of(
                name,
                lane.isHanging() ? MonitorStatus.State.HANGING : MonitorStatus.State.ON,
                lane,
                failures.count(name),
                hangs.get());
    }

    void awaitIdle(long end) throws InterruptedException {
        if (!lane.isHanging()) {
            lane.awaitIdle(end);
        }
    }

    void close() {
        lane.close(false);
    }
}
