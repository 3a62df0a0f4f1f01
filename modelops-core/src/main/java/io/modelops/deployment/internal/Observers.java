package io.modelops.deployment.internal;

import io.modelops.model.ModelVersion;
import io.modelops.model.Profile;
import io.modelops.spi.LabelledObservation;
import io.modelops.spi.Observation;
import io.modelops.spi.Observer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All observers of one deployment: told one thing after another, off the threads of callers, each guarded. */
public final class Observers<I, O> implements Observer<I, O> {
    private final List<Observer<I, O>> all;
    private final LongAdder failures = new LongAdder();
    private final BiConsumer<String, Throwable> onFailure;
    private final SerialQueue<Consumer<Observer<I, O>>> queue;

    public Observers(
            List<Observer<I, O>> observers, int capacity, Executor executor, BiConsumer<String, Throwable> onFailure) {
        this.all = new CopyOnWriteArrayList<>(observers);
        this.onFailure = onFailure;
        this.queue = new SerialQueue<>(capacity, executor, this::tellAll);
    }

    /** Adds an observer. */
    public void add(Observer<I, O> observer) {
        all.add(observer);
    }

    /** Takes an observer away. */
    public void remove(Observer<I, O> observer) {
        all.remove(observer);
    }

    /** Whether nobody looks. */
    public boolean isEmpty() {
        return all.isEmpty();
    }

    @Override
    public void onServing(ModelVersion version, @Nullable Profile trainedOn) {
        queue.offer(observer -> observer.onServing(version, trainedOn));
    }

    @Override
    public void onPrediction(Observation<I, O> observation) {
        queue.offer(observer -> observer.onPrediction(observation));
    }

    @Override
    public void onLabel(LabelledObservation<I, O> labelled) {
        queue.offer(observer -> observer.onLabel(labelled));
    }

    /** Waits until what has been offered so far has been observed, at most for a time. */
    public void awaitCaughtUp(Duration longest) {
        if (queue.size() == 0) {
            return;
        }
        CountDownLatch reached = new CountDownLatch(1);
        queue.offer(observer -> reached.countDown());
        try {
            reached.await(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException inAHurry) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many observations were dropped because observers were too slow. */
    public long dropped() {
        return queue.dropped();
    }

    /** How often an observer threw. */
    public long failures() {
        return failures.sum();
    }

    private void tellAll(Consumer<Observer<I, O>> news) {
        for (Observer<I, O> observer : all) {
            try {
                news.accept(observer);
            } catch (RuntimeException | Error failure) {
                failures.increment();
                onFailure.accept(observer.name(), failure);
            }
        }
    }
}
