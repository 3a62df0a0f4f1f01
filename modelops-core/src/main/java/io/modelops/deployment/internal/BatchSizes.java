package io.modelops.deployment.internal;

import io.modelops.deployment.Batching;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How many inputs a batch takes, and how many the model sees. */
final class BatchSizes {
    private final Batching batching;
    private final @Nullable SizeLearner learner;

    BatchSizes(Batching batching) {
        this.batching = batching;
        this.learner = batching.objective() == null
                ? null
                : new SizeLearner(batching.maximum(), batching.objective().toNanos());
    }

    int maximum() {
        return batching.maximum();
    }

    long delayNanos() {
        return batching.delay().toNanos();
    }

    /** The largest batch that may be sent now. */
    int limit() {
        if (learner == null) {
            return batching.maximum();
        }
        int learnt = learner.limit();
        // A batch is filled up, so it has to be cut to a size that it can be filled up to.
        List<Integer> padded = batching.paddedSizes();
        return padded.isEmpty() ? learnt : Math.max(padded.get(0), largestUpTo(learnt, padded));
    }

    /**
     * How many of the inputs that are there leave together.
     *
     * @param available how many are there, 1 or more
     * @param overdue whether one of them must not wait any longer for others
     * @return 0 to wait for more
     */
    int take(int available, boolean overdue) {
        int limit = limit();
        int most = Math.min(available, limit);
        int preferred = largestUpTo(most, batching.preferredSizes());
        if (preferred > 0) {
            return preferred;
        }
        return overdue || most == limit ? most : 0;
    }

    /** What a batch is filled up to. */
    int padded(int size) {
        for (int allowed : batching.paddedSizes()) {
            if (allowed >= size) {
                return allowed;
            }
        }
        return size;
    }

    /** Notes what a batch took in the model. */
    void took(int size, long nanos) {
        if (learner != null) {
            learner.took(size, nanos);
        }
    }

    boolean isLearning() {
        return learner != null;
    }

    /** The sizes that the model is to be warmed up with. */
    List<Integer> typical() {
        return batching.typicalSizes();
    }

    private static int largestUpTo(int limit, List<Integer> ascending) {
        int largest = 0;
        for (int size : ascending) {
            if (size <= limit) {
                largest = size;
            }
        }
        return largest;
    }
}
