package io.modelops.deployment.internal;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Hands items to a consumer one after another on another thread, without a lock on the side that offers. It is bounded:
 * when it is full, an offered item is counted and dropped.
 */
public final class SerialQueue<T> {
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
            return;
        }
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
        } catch (RejectedExecutionException closing) {
            // The executor is shutting down: nobody is left who would read the items.
            int waiting = size.get();
            items.clear();
            dropped.add(waiting);
        }
    }

    /** Consumes a slice, then makes room for other users of the executor. The count reaches 0 only when all is consumed. */
    private void drain() {
        int consumed = 0;
        int left;
        do {
            T item = items.poll();
            if (item != null) {
                consumer.accept(item);
            }
            left = size.decrementAndGet();
            consumed++;
        } while (left > 0 && consumed < SLICE);
        if (left > 0) {
            schedule();
        }
    }
}
