package io.modelops.deployment.internal;

import io.modelops.spi.Observation;
import io.modelops.spi.Observer;
import io.modelops.spi.Role;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The latest inputs that the champion could answer. A version that is to replace it has to answer them first, so that one
 * which does not fit what callers send fails while it is loaded and not on their requests.
 */
public final class RecentInputs<I, O> implements Observer<I, O> {
    private final int capacity;
    private final Deque<I> inputs = new ArrayDeque<>();

    public RecentInputs(int capacity) {
        this.capacity = capacity;
    }

    @Override
    public String name() {
        return "recent inputs";
    }

    @Override
    public synchronized void onPrediction(Observation<I, O> observation) {
        if (observation.role() == Role.CHAMPION && observation.output() != null) {
            inputs.addLast(observation.input());
            if (inputs.size() > capacity) {
                inputs.removeFirst();
            }
        }
    }

    /** The inputs, oldest first. */
    public synchronized List<I> latest() {
        return List.copyOf(inputs);
    }
}
