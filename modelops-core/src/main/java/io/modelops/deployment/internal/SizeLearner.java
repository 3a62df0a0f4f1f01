package io.modelops.deployment.internal;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Learns how large a batch may be to be answered within an objective. The times of the last batches are fitted by least
 * squares as {@code time = perInput * size + fixed}, and the size at which that line reaches the objective is the limit.
 * Because a line is trusted only near what was measured, and because at first nothing is known, the limit is never more
 * than twice the largest of those batches; so it starts at 1 and doubles under load until the objective or the maximum is
 * reached.
 */
final class SizeLearner {
    private static final int REMEMBERED = 50;
    private static final double ROUNDING = 1e-6;

    private final int maximum;
    private final double objectiveNanos;
    private final ReentrantLock learning = new ReentrantLock();
    private final int[] sizes = new int[REMEMBERED];
    private final double[] times = new double[REMEMBERED];
    private long seen;
    private volatile int limit = 1;

    SizeLearner(int maximum, long objectiveNanos) {
        this.maximum = maximum;
        this.objectiveNanos = objectiveNanos;
    }

    int limit() {
        return limit;
    }

    /** Notes a batch. If another worker is just noting one, this one is left out rather than waited for. */
    void took(int size, long nanos) {
        if (!learning.tryLock()) {
            return;
        }
        try {
            int place = (int) (seen++ % REMEMBERED);
            sizes[place] = size;
            times[place] = nanos;
            limit = (int) Math.max(1, Math.min(maximum, learnt((int) Math.min(seen, REMEMBERED))));
        } finally {
            learning.unlock();
        }
    }

    private double learnt(int count) {
        double meanSize = 0;
        double meanTime = 0;
        int largest = 0;
        for (int index = 0; index < count; index++) {
            meanSize += sizes[index] / (double) count;
            meanTime += times[index] / count;
            largest = Math.max(largest, sizes[index]);
        }
        double spread = 0;
        double together = 0;
        for (int index = 0; index < count; index++) {
            double aside = sizes[index] - meanSize;
            spread += aside * aside;
            together += aside * (times[index] - meanTime);
        }
        double perInput = spread == 0 ? 0 : together / spread;
        // All of one size, or larger ones were not slower: taken as if all the time were for the inputs, which errs on
        // the
        // side of smaller batches.
        double fixed = perInput > 0 ? meanTime - perInput * meanSize : 0;
        double slope = perInput > 0 ? perInput : meanTime / meanSize;
        return Math.min(2.0 * largest, (objectiveNanos - fixed) / slope + ROUNDING);
    }
}
