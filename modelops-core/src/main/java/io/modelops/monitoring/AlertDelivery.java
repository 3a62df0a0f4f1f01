package io.modelops.monitoring;

import io.modelops.model.Alert;
import io.modelops.spi.AlertSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Takes news about alerts to the sinks and the listener: each has a queue of its own and holds up nobody else. */
final class AlertDelivery {
    static final String LISTENER = "alert-listener";
    private static final int MOST_WAITING = 1_000;

    /** Somebody who is told. */
    private static final class Receiver {
        private final String name;
        private final Consumer<Notice> told;
        private final Lane lane;
        private long hangs;

        private Receiver(String name, Consumer<Notice> told, Lane lane) {
            this.name = name;
            this.told = told;
            this.lane = lane;
        }

        /** The listener may be writing to the registry, whose files an interrupt would close. */
        private boolean isInterruptible() {
            return !name.equals(LISTENER);
        }
    }

    private final List<Receiver> receivers = new ArrayList<>();
    private final Failures failures;

    AlertDelivery(
            List<AlertSink> sinks,
            Consumer<? super Alert> listener,
            Executor executor,
            LongSupplier ticker,
            Failures failures) {
        this.failures = failures;
        for (AlertSink sink : sinks) {
            String name = "alert-sink-" + (receivers.size() + 1);
            receivers.add(new Receiver(name, notice -> notice.tell(sink), new Lane(executor, ticker)));
        }
        receivers.add(new Receiver(
                LISTENER,
                notice -> {
                    if (notice.isNew()) {
                        listener.accept(notice.alert());
                    }
                },
                new Lane(executor, ticker)));
    }

    void deliver(Notice notice) {
        for (Receiver receiver : receivers) {
            receiver.lane.offer(() -> tell(receiver, notice), MOST_WAITING);
        }
    }

    void interruptOverdue(Duration limit) {
        for (Receiver receiver : receivers) {
            StackTraceElement[] place = receiver.lane.overdue(limit.toNanos(), receiver.isInterruptible());
            if (place != null) {
                synchronized (this) {
                    receiver.hangs++;
                }
                TimeoutException hanging = new TimeoutException(
                        receiver.name + " has not taken an alert for " + limit + "; others get theirs");
                hanging.setStackTrace(place);
                failures.add(receiver.name, hanging, false);
            }
        }
    }

    synchronized List<MonitorStatus> status() {
        return receivers.stream()
                .map(receiver -> MonitorStatus.of(
                        receiver.name,
                        receiver.lane.isHanging() ? MonitorStatus.State.HANGING : MonitorStatus.State.ON,
                        receiver.lane,
                        failures.count(receiver.name),
                        receiver.hangs))
                .toList();
    }

    /** Waits until all is delivered, at most until a time by {@link System#nanoTime()}. */
    void awaitDelivered(long end) throws InterruptedException {
        for (Receiver receiver : receivers) {
            if (!receiver.lane.isHanging()) {
                receiver.lane.awaitIdle(end);
            }
        }
    }

    void close() {
        receivers.forEach(receiver -> receiver.lane.close(receiver.isInterruptible()));
    }

    private void tell(Receiver receiver, Notice notice) {
        try {
            receiver.told.accept(notice);
        } catch (Throwable thrown) {
            failures.add(receiver.name, thrown, false);
        }
    }
}
