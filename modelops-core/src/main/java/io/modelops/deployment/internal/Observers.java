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

/**
 * All observers of one deployment: told one thing after another, off the threads of callers, each guarded. When they are
 * too slow, predictions are dropped first, true outcomes later, and the news that another version serves never.
 */
public final class Observers<I, O> implements Observer<I, O> {
    private final List<Observer<I, O>> all;
    private final LongAdder failures = new LongAdder();
    private final BiConsumer<String, Throwable> onFailure;
    private final SerialQueue<Runnable> queue;

    public Observers(
            List<Observer<I, O>> observers, int capacity, Executor executor, BiConsumer<String, Throwable> onFailure) {
        this.all = new CopyOnWriteArrayList<>(observers);
        this.onFailure = onFailure;
        this.queue = new SerialQueue<>(capacity, executor, Runnable::run);
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
        // Of these there are few, and predictions that follow would be judged by the wrong version without.
        queue.add(() -> tellAll(observer -> observer.onServing(version, trainedOn)));
    }

    @Override
    public void onPrediction(Observation<I, O> observation) {
        queue.offer(() -> tellAll(observer -> observer.onPrediction(observation)));
    }

    @Override
    public void onLabel(LabelledObservation<I, O> labelled) {
        queue.offerImportant(() -> tellAll(observer -> observer.onLabel(labelled)));
    }

    /** Waits until what has been offered so far has been observed, at most for a time. */
    public void awaitCaughtUp(Duration longest) {
        if (queue.size() == 0) {
            return;
        }
        CountDownLatch reached = new CountDownLatch(1);
        if (!queue.offerImportant(reached::countDown)) {
            return;
        }
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

    private static String nameOf(Observer<?, ?> observer) {
        try {
            return observer.name();
        } catch (RuntimeException | Error nameless) {
            return observer.getClass().getName();
        }
    }

    private void tellAll(Consumer<Observer<I, O>> news) {
        for (Observer<I, O> observer : all) {
            try {
                news.accept(observer);
            } catch (RuntimeException | Error failure) {
                failures.increment();
                onFailure.accept(nameOf(observer), failure);
            }
        }
    }
}
