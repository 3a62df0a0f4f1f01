package io.modelops.registry.internal;

import io.modelops.event.EventListener;
import io.modelops.event.LogEntry;
import io.modelops.event.LogSubscriber;
import io.modelops.registry.Delivery;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners of log entries, in order, one at a time. A thread that finds another one telling leaves its news to it;
 * so a listener may itself change the registry, and hears of that change after this one.
 */
public final class Listeners {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final List<Place> places = new CopyOnWriteArrayList<>();
    private final Queue<LogEntry> news = new ConcurrentLinkedQueue<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final LongAdder failures = new LongAdder();

    /** Keeps apart the places of a listener that was added twice: it has no {@code equals} of its own. */
    private static final class Place {
        private final EventListener listener;

        Place(EventListener listener) {
            this.listener = listener;
        }
    }

    /** Adds a listener and returns what takes it away again. */
    public Runnable add(EventListener listener) {
        Place place = new Place(listener);
        places.add(place);
        return () -> places.remove(place);
    }

    /** Adds a feed, which is still to be started. It goes away when it is closed. */
    public LogFeed add(RegistryLog log, long from, LogSubscriber subscriber, Delivery delivery, Runnable onClose) {
        AtomicReference<Runnable> leave = new AtomicReference<>(() -> {});
        LogFeed feed = new LogFeed(log, from, subscriber, delivery, () -> {
            Objects.requireNonNull(leave.get()).run();
            onClose.run();
        });
        leave.set(add(feed));
        return feed;
    }

    /** Ends all feeds. */
    public void endFeeds() {
        for (Place place : places) {
            if (place.listener instanceof LogFeed feed) {
                feed.close();
            }
        }
    }

    /** Puts an entry in the line of news. Called in the order of the log, while the log's lock is held. */
    void enqueue(LogEntry entry) {
        news.add(entry);
    }

    /** Tells all listeners what is in the line, unless another thread is doing so. Called while no lock is held. */
    void tell() {
        if (calls.getAndIncrement() > 0) {
            return;
        }
        int served = 1;
        do {
            for (LogEntry entry = news.poll(); entry != null; entry = news.poll()) {
                tell(entry);
            }
            served = calls.addAndGet(-served);
        } while (served > 0);
    }

    /** How often a listener threw. */
    public long failures() {
        return failures.sum();
    }

    private void tell(LogEntry entry) {
        for (Place place : places) {
            try {
                place.listener.on(entry);
            } catch (RuntimeException | Error failure) {
                failures.increment();
                LOG.warn(
                        "A listener threw on entry {} of the registry's log and was ignored",
                        entry.sequence(),
                        failure);
            }
        }
    }
}
