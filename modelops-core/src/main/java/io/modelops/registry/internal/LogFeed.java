package io.modelops.registry.internal;

import io.modelops.event.Event;
import io.modelops.event.EventListener;
import io.modelops.event.LogEntry;
import io.modelops.event.LogSubscriber;
import io.modelops.registry.Delivery;
import io.modelops.registry.LogSubscription;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the entries of a log to a subscriber, in order, each until it was taken. What listeners are told is for it only
 * the sign to look: it reads the entries themselves from memory at its own pace, so none is missed, none comes out of
 * order, and nothing piles up.
 */
public final class LogFeed implements LogSubscription, EventListener {
    private static final Logger LOG = LoggerFactory.getLogger(LogFeed.class);
    private static final int SLICE = 256;
    private static final int MOST_DOUBLINGS = 30;

    private final RegistryLog log;
    private final LogSubscriber subscriber;
    private final Delivery delivery;
    private final Runnable onClose;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile long taken;
    private volatile int failures;
    private volatile @Nullable Throwable failure;
    private volatile @Nullable Future<?> polling;
    private volatile @Nullable Future<?> pausing;
    private boolean unreadable;

    /**
     * Makes a feed, which begins with {@link #start}.
     *
     * @param from the sequence of the first entry wanted
     * @param onClose called once when it is closed
     */
    public LogFeed(RegistryLog log, long from, LogSubscriber subscriber, Delivery delivery, Runnable onClose) {
        this.log = log;
        this.taken = from - 1;
        this.subscriber = subscriber;
        this.delivery = delivery;
        this.onClose = onClose;
    }

    /** Begins to deliver. The feed is among the listeners already, so nothing can happen unseen in between. */
    public LogFeed start() {
        long nanos = delivery.poll().toNanos();
        try {
            polling = delivery.executor().scheduleWithFixedDelay(this::poll, nanos, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException shutDown) {
            endBecauseOf(shutDown);
        }
        if (closed.get()) {
            cancel(polling); // it was closed before there was anything to cancel
        }
        wake();
        return this;
    }

    @Override
    public void on(Event event) {
        wake();
    }

    @Override
    public long taken() {
        return taken;
    }

    @Override
    public int failures() {
        return failures;
    }

    @Override
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public boolean isClosed() {
        return closed.get();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            cancel(polling);
            cancel(pausing);
            onClose.run();
        }
    }

    private static void cancel(@Nullable Future<?> scheduled) {
        if (scheduled != null) {
            scheduled.cancel(false);
        }
    }

    private void wake() {
        if (!closed.get() && busy.compareAndSet(false, true)) {
            submit();
        }
    }

    private void submit() {
        try {
            delivery.executor().execute(this::deliver);
        } catch (RejectedExecutionException shutDown) {
            endBecauseOf(shutDown);
        }
    }

    /** Delivers some entries and lets others have the thread; only one thread is in here at a time. */
    private void deliver() {
        for (int count = 0; count < SLICE; count++) {
            if (closed.get()) {
                return;
            }
            Optional<LogEntry> entry = log.state().entry(taken + 1);
            if (entry.isEmpty()) {
                busy.set(false);
                if (log.state().entry(taken + 1).isPresent()) {
                    wake(); // it came before others could see that nobody is busy
                }
                return;
            }
            if (!take(entry.get())) {
                again();
                return;
            }
        }
        submit();
    }

    private boolean take(LogEntry entry) {
        try {
            subscriber.on(entry);
        } catch (Exception | Error thrown) {
            if (thrown instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            failure = thrown;
            int inARow = failures + 1;
            failures = inARow;
            if (inARow == 1) {
                LOG.warn(
                        "A subscriber could not take entry {} of the registry's log: it gets it again until it can",
                        entry.sequence(),
                        thrown);
            }
            return false;
        }
        failure = null;
        failures = 0;
        taken = entry.sequence();
        return true;
    }

    private void again() {
        Duration longest = delivery.longestPause();
        long factor = 1L << Math.min(failures - 1, MOST_DOUBLINGS);
        Duration pause = longest.dividedBy(factor).compareTo(delivery.firstPause()) < 0
                ? longest
                : delivery.firstPause().multipliedBy(factor);
        try {
            pausing = delivery.executor().schedule(this::deliver, pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException shutDown) {
            endBecauseOf(shutDown);
        }
    }

    /** Called by one thread at a time, as the executor promises. */
    private void poll() {
        try {
            log.refresh();
            unreadable = false;
        } catch (RuntimeException failed) {
            if (!unreadable && !closed.get()) {
                unreadable = true;
                LOG.warn("The log could not be read for a subscriber; it is tried again", failed);
            }
        }
        wake();
    }

    private void endBecauseOf(RejectedExecutionException shutDown) {
        if (!closed.get()) {
            LOG.warn("A subscription ends after entry {}, because its executor takes no more work", taken, shutDown);
            close();
        }
    }
}
