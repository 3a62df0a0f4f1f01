package io.modelops.registry.internal;

import io.modelops.event.EventListener;
import io.modelops.event.LogEntry;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners of log entries, in order, one at a time. A thread that finds another one telling leaves its news to it;
 * so a listener may itself change the registry, and hears of that change after this one.
 */
public final class Listeners {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final List<EventListener> listeners = new CopyOnWriteArrayList<>();
    private final Queue<LogEntry> news = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final LongAdder failures = new LongAdder();

    /** Adds a listener and returns what takes it away again. */
    public Runnable add(EventListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Tells all listeners of some entries. */
    public void tellAll(List<LogEntry> entries) {
        news.addAll(entries);
        if (waiting.getAndAdd(entries.size()) == 0) {
            do {
                LogEntry entry = news.poll();
                if (entry != null) {
                    tell(entry);
                }
            } while (waiting.decrementAndGet() > 0);
        }
    }

    /** How often a listener threw. */
    public long failures() {
        return failures.sum();
    }

    private void tell(LogEntry entry) {
        for (EventListener listener : listeners) {
            try {
                listener.on(entry);
            } catch (RuntimeException | Error failure) {
                failures.increment();
                LOG.warn("A listener threw on entry {} of the registry's log and was ignored", entry.sequence(), failure);
            }
        }
    }
}
