package io.modelops.deployment.internal;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands items to a consumer one after another on another thread, without a lock on the side that offers. It is bounded:
 * when it is full, an offered item is counted and dropped.
 */
public final class SerialQueue<T> {
    private static final Logger LOG = LoggerFactory.getLogger(SerialQueue.class);
    private static final int SLICE = 1_024;

    private final Queue<T> items = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final LongAdder dropped = new LongAdder();
    private final int capacity;
    private final Executor executor;
    private final Consumer<? super T> consumer;

    public SerialQueue(int capacity, Executor executor, Consumer<? super T> consumer) {
        this.capacity = capacity;
        this.executor = executor;
        this.consumer = consumer;
    }

    /** Adds an item unless the queue is full. */
    public void offer(T item) {
        if (size.get() >= capacity) {
            dropped.increment();
        } else {
            add(item);
        }
    }

    /**
     * Adds an item that must not be lost among many others: it finds as much room again as the others have.
     *
     * @return false if there is no room left for it either; it is counted and dropped then
     */
    public boolean offerImportant(T item) {
        if (size.get() >= 2L * capacity) {
            dropped.increment();
            return false;
        }
        add(item);
        return true;
    }

    /** Adds an item even if the queue is full. For items of which there are few by their nature. */
    public void add(T item) {
        items.add(item);
        if (size.getAndIncrement() == 0) {
            schedule();
        }
    }

    /** How many items were dropped because the queue was full. */
    public long dropped() {
        return dropped.sum();
    }

    /** How many items wait. */
    public int size() {
        return size.get();
    }

    private void schedule() {
        try {
            executor.execute(this::drain);
        } catch (RuntimeException | Error noThread) {
            // The executor is shutting down, or has no thread to give: nobody is left who would read the items.
            do {
                items.poll();
                dropped.increment();
            } while (size.decrementAndGet() > 0);
        }
    }

    private void consume(T item) {
        try {
            consumer.accept(item);
        } catch (Throwable failure) {
            // Were it to escape, the count would never reach 0 and nothing would be consumed any more.
            LOG.warn("An item was lost because its consumer threw", failure);
        }
    }

    /** Consumes a slice, then makes room for other users of the executor. The count reaches 0 only when all is consumed. */
    private void drain() {
        int consumed = 0;
        int left;
        do {
            T item = items.poll();
            if (item != null) {
                consume(item);
            }
            left = size.decrementAndGet();
            consumed++;
        } while (left > 0 && consumed < SLICE);
        if (left > 0) {
            schedule();
        }
    }
}
