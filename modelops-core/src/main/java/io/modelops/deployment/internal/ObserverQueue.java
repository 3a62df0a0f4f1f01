package io.modelops.deployment.internal;

import io.modelops.spi.Observer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** One observer and what it is still to be told. What it throws is reported; where it hangs, only its own queue fills. */
final class ObserverQueue<I, O> {
    private static final long MOVING = -1;

    private final Observer<I, O> observer;
    private final BiConsumer<Observer<I, O>, Throwable> onFailure;
    private final SerialQueue<Consumer<Observer<I, O>>> queue;
    private final AtomicLong told = new AtomicLong();
    private volatile long waitedInVainAt = MOVING;

    ObserverQueue(
            Observer<I, O> observer, int capacity, Executor executor, BiConsumer<Observer<I, O>, Throwable> onFailure) {
        this.observer = observer;
        this.onFailure = onFailure;
        this.queue = new SerialQueue<>(capacity, executor, this::pass);
    }

    @SuppressWarnings("ReferenceEquality") // an observer is who was added, whatever it says it equals
    boolean isOf(Observer<I, O> other) {
        return observer == other;
    }

    void tell(Consumer<Observer<I, O>> news) {
        queue.offer(news);
    }

    void tellFirst(Consumer<Observer<I, O>> news) {
        queue.offerImportant(news);
    }

    void tellSurely(Consumer<Observer<I, O>> news) {
        queue.add(news);
    }

    long dropped() {
        return queue.dropped();
    }

    void awaitCaughtUp(long end) throws InterruptedException {
        if (queue.size() == 0 || waitedInVainAt == told.get()) {
            return;
        }
        CountDownLatch reached = new CountDownLatch(1);
        long before = told.get();
        if (!queue.offerImportant(ignored -> reached.countDown())
                || !reached.await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            waitedInVainAt = before == told.get() ? before : MOVING;
        }
    }

    private void pass(Consumer<Observer<I, O>> news) {
        try {
            news.accept(observer);
        } catch (RuntimeException | Error failure) {
            onFailure.accept(observer, failure);
        } finally {
            told.incrementAndGet();
        }
    }
}
