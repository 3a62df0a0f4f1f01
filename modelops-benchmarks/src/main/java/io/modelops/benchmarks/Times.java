package io.modelops.benchmarks;

import java.util.Arrays;

/** Times two tasks in turn, A B A B …, so that a machine whose speed drifts is as unfair to the one as to the other. */
final class Times {
    private final double[] ours;
    private final double[] theirs;

    private Times(double[] ours, double[] theirs) {
        this.ours = ours;
        this.theirs = theirs;
    }

    /** Something that takes time. */
    @FunctionalInterface
    interface Task {
        void run() throws Exception;
    }

    /** Runs each task so many times after so many runs that do not count. */
    static Times of(int uncounted, int counted, Task ours, Task theirs) throws Exception {
        Times times = new Times(new double[counted], new double[counted]);
        for (int run = -uncounted; run < counted; run++) {
            double one = seconds(ours);
            double other = seconds(theirs);
            if (run >= 0) {
                times.ours[run] = one;
                times.theirs[run] = other;
            }
        }
        return times;
    }

    static double seconds(Task task) throws Exception {
        long begin = System.nanoTime();
        task.run();
        return (System.nanoTime() - begin) / 1e9;
    }

    /** The median of our time through theirs, pair by pair. */
    double ratio() {
        double[] ratios = new double[ours.length];
        for (int pair = 0; pair < ratios.length; pair++) {
            ratios[pair] = ours[pair] / theirs[pair];
        }
        return median(ratios);
    }

    double ours() {
        return median(ours);
    }

    double theirs() {
        return median(theirs);
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
