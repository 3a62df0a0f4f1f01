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
import org.jspecify.annotations.Nullable;

/**
 * All observers of one deployment: told one thing after another, off the threads of callers, each guarded, from a queue of
 * its own, so that one which hangs keeps nothing from the others. When one is too slow, predictions are dropped first, true
 * outcomes later, and the news that another version serves never.
 */
public final class Observers<I, O> implements Observer<I, O> {
    private final List<ObserverQueue<I, O>> all = new CopyOnWriteArrayList<>();
    private final LongAdder failures = new LongAdder();
    private final BiConsumer<String, Throwable> onFailure;
    private final int capacity;
    private final Executor threads;
    private final LongAdder droppedBefore = new LongAdder();
    private final SerialQueue<Runnable> queue;

    /**
     * @param dispatching hands what callers offer over to the queues of the observers
     * @param threads has a thread for each observer that has something to do
     */
    public Observers(
            List<Observer<I, O>> observers,
            int capacity,
            Executor dispatching,
            Executor threads,
            BiConsumer<String, Throwable> onFailure) {
        this.onFailure = onFailure;
        this.capacity = capacity;
        this.threads = threads;
        this.queue = new SerialQueue<>(capacity, dispatching, Runnable::run);
        observers.forEach(this::add);
    }

    /** Adds an observer. */
    public void add(Observer<I, O> observer) {
        // What keeps the latest inputs is ours and quick: it is not worth a thread.
        Executor told = observer instanceof RecentInputs ? Runnable::run : threads;
        all.add(new ObserverQueue<>(observer, capacity, told, this::failed));
    }

    /** Takes an observer away, which may still be told what waits for it. */
    public void remove(Observer<I, O> observer) {
        all.removeIf(one -> {
            boolean meant = one.isOf(observer);
            if (meant) {
                droppedBefore.add(one.dropped());
            }
            return meant;
        });
    }

    /** Whether nobody looks. */
    public boolean isEmpty() {
        return all.isEmpty();
    }

    @Override
    public void onServing(ModelVersion version, @Nullable Profile trainedOn) {
        // Of these there are few, and predictions that follow would be judged by the wrong version without.
        queue.add(() -> all.forEach(one -> one.tellSurely(observer -> observer.onServing(version, trainedOn))));
    }

    @Override
    public void onPrediction(Observation<I, O> observation) {
        queue.offer(() -> all.forEach(one -> one.tell(observer -> observer.onPrediction(observation))));
    }

    @Override
    public void onLabel(LabelledObservation<I, O> labelled) {
        queue.offerImportant(() -> all.forEach(one -> one.tellFirst(observer -> observer.onLabel(labelled))));
    }

    /**
     * Waits until what has been offered so far has been observed, at most for a time. An observer that has not moved since
     * it was waited for in vain is not waited for again.
     */
    public void awaitCaughtUp(Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        try {
            if (queue.size() != 0) {
                CountDownLatch reached = new CountDownLatch(1);
                if (!queue.offerImportant(reached::countDown)
                        || !reached.await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    return;
                }
            }
            for (ObserverQueue<I, O> one : all) {
                one.awaitCaughtUp(end);
            }
        } catch (InterruptedException inAHurry) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many observations were dropped because observers were too slow. */
    public long dropped() {
        return queue.dropped()
                + droppedBefore.sum()
                + all.stream().mapToLong(ObserverQueue::dropped).sum();
    }

    /** How often an observer threw. */
    public long failures() {
        return failures.sum();
    }

    /** Counts what somebody threw who observes in another way, or that it does not return. */
    public void failed(String plugin, Throwable failure) {
        failures.increment();
        onFailure.accept(plugin, failure);
    }

    private static String nameOf(Observer<?, ?> observer) {
        try {
            return observer.name();
        } catch (RuntimeException | Error nameless) {
            return observer.getClass().getName();
        }
    }

    private void failed(Observer<I, O> observer, Throwable failure) {
        failed(nameOf(observer), failure);
    }
}
