package io.modelops.monitoring.estimation;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Whether calibrating brings probabilities nearer to outcomes, on rows that the calibration has not seen. */
final class CalibrationError {
    private static final int FOLDS = 10;
    private static final int REPEATS = 5;
    private static final int GROUPS = 10;
    private static final long SEED = 42;

    private CalibrationError() {}

    /** The expected calibration error in ten groups of equal size, in the order of the probabilities. */
    static double of(double[] probabilities, boolean[] outcomes) {
        int rows = outcomes.length;
        int[] order = IntStream.range(0, rows)
                .boxed()
                .sorted(Comparator.comparingDouble(row -> probabilities[row]))
                .mapToInt(Integer::intValue)
                .toArray();
        double sum = 0;
        for (int group = 0, from = 0; group < GROUPS; group++) {
            int to = from + rows / GROUPS + (group < rows % GROUPS ? 1 : 0);
            double gap = 0;
            for (int i = from; i < to; i++) {
                gap += (outcomes[order[i]] ? 1 : 0) - probabilities[order[i]];
            }
            sum += Math.abs(gap);
            from = to;
        }
        return sum / rows;
    }

    /**
     * Calibrates each row by the rows of the other folds, with five ways to make the folds, and looks at all that comes out
     * together. Folds have the same share of positives, as nearly as they can.
     *
     * @param learn makes the calibration, by row, of the rows that it is given
     */
    static boolean becomesSmaller(
            double[] scores, boolean[] outcomes, Function<IntPredicate, IntToDoubleFunction> learn) {
        SplittableRandom random = new SplittableRandom(SEED);
        int rows = outcomes.length;
        double[] unseen = new double[REPEATS * rows];
        boolean[] repeated = new boolean[REPEATS * rows];
        for (int repeat = 0; repeat < REPEATS; repeat++) {
            int[] fold = folds(outcomes, random);
            for (int held = 0; held < FOLDS; held++) {
                int out = held;
                IntToDoubleFunction calibration = learn.apply(row -> fold[row] != out);
                for (int row = 0; row < rows; row++) {
                    if (fold[row] == held) {
                        unseen[repeat * rows + row] = calibration.applyAsDouble(row);
                    }
                }
            }
            System.arraycopy(outcomes, 0, repeated, repeat * rows, rows);
        }
        return of(unseen, repeated) < of(scores, outcomes);
    }

    private static int[] folds(boolean[] outcomes, SplittableRandom random) {
        int[] shuffled = IntStream.range(0, outcomes.length).toArray();
        for (int i = shuffled.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int kept = shuffled[i];
            shuffled[i] = shuffled[other];
            shuffled[other] = kept;
        }
        int[] fold = new int[outcomes.length];
        int[] dealt = new int[2];
        for (int row : shuffled) {
            int outcome = outcomes[row] ? 1 : 0;
            fold[row] = dealt[outcome]++ % FOLDS;
        }
        return fold;
    }
}
