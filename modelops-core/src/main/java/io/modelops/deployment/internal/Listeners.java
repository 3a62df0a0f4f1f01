package io.modelops.deployment.internal;

import io.modelops.event.Event;
import io.modelops.event.EventListener;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All listeners of one deployer. Each is told one event after another from a bounded queue of its own, so that one which
 * hangs keeps nothing from the others and holds up nobody who tells. What one throws is counted; what finds its queue full
 * is counted and not told.
 */
public final class Listeners {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final List<SerialQueue<Event>> queues;
    private final LongAdder failures = new LongAdder();

    /**
     * @param capacity how many events may wait for one listener
     * @param threads has a thread for each listener that has something to be told
     */
    public Listeners(List<EventListener> listeners, int capacity, Executor threads) {
        this.queues = listeners.stream()
                .map(listener -> new SerialQueue<Event>(capacity, threads, event -> tell(listener, event)))
                .toList();
    }

    /** Has all of them told, and waits for none. */
    public void tell(Event event) {
        LOG.debug("{}", event);
        for (SerialQueue<Event> queue : queues) {
            queue.offer(event);
        }
    }

    /** How often one of them threw. */
    public long failures() {
        return failures.sum();
    }

    /** How many events one of them was not told because it was too slow. */
    public long dropped() {
        return queues.stream().mapToLong(SerialQueue::dropped).sum();
    }

    private void tell(EventListener listener, Event event) {
        try {
            listener.on(event);
        } catch (RuntimeException | Error failure) {
            failures.increment();
            LOG.warn("A listener threw on {} and was ignored", event, failure);
        }
    }
}
