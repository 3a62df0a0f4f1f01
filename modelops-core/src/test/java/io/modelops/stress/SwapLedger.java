package io.modelops.stress;

import io.modelops.event.DeploymentEvent;
import io.modelops.event.Event;
import io.modelops.event.EventListener;
import io.modelops.model.ModelVersion;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Which versions could serve at which moment, told before and after each swap. An answer is stale if the version that gave
 * it had been replaced before the request began, or was not yet to serve when it ended.
 */
public final class SwapLedger implements EventListener {
    private final String model;
    private final AtomicIntegerArray numbers;
    private final Semaphore swapped = new Semaphore(0);
    private volatile int announced;
    private volatile int completed;

    /**
     * Starts with the version that serves first.
     *
     * @param most how many swaps there may be
     */
    public SwapLedger(ModelVersion first, int most) {
        model = first.model().value();
        numbers = new AtomicIntegerArray(most + 1);
        numbers.set(0, first.number());
    }

    /**
     * Has another version serve and waits until it does.
     *
     * @param change makes it so, such as by moving an alias
     * @throws AssertionError if it does not serve in time
     */
    public void swap(ModelVersion to, Runnable change, Duration longest) {
        int next = completed + 1;
        numbers.set(next, to.number());
        announced = next;
        swapped.drainPermits();
        change.run();
        try {
            if (!swapped.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new AssertionError("Version " + to + " does not serve after " + longest);
            }
        } catch (InterruptedException inAHurry) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while " + to + " was to be swapped in", inAHurry);
        }
    }

    /** A moment, to be kept while a request is under way. */
    public int moment() {
        return completed;
    }

    /** Whether a version could have answered a request that began at a moment and ends now. */
    public boolean couldAnswer(int began, int version) {
        for (int swap = announced; swap >= began; swap--) {
            if (numbers.get(swap) == version) {
                return true;
            }
        }
        return false;
    }

    /** How many swaps there were. */
    public int swaps() {
        return completed;
    }

    @Override
    public void on(Event event) {
        if (event instanceof DeploymentEvent.Swapped swap
                && swap.version().model().value().equals(model)
                && announced > completed
                && swap.version().number() == numbers.get(announced)) {
            completed = announced;
            swapped.release();
        }
    }
}
