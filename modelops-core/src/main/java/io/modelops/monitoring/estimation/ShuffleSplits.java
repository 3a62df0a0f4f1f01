package io.modelops.monitoring.estimation;

import java.util.Arrays;

/**
 * Ten stratified random splits in nine tenths to learn from and one tenth to test on: those of scikit-learn's
 * {@code StratifiedShuffleSplit(10, test_size=0.1, random_state=42)}, drawn by the same generator, the Mersenne Twister of
 * Matsumoto and Nishimura (1998), so that a decision on the edge falls as it did there.
 */
final class ShuffleSplits {
    private static final int SPLITS = 10;
    private static final int SEED = 42;
    private static final int STATE = 624;
    private static final int MIDDLE = 397;

    private final int[] state = new int[STATE];
    private int next = STATE;

    private ShuffleSplits() {
        state[0] = SEED;
        for (int i = 1; i < STATE; i++) {
            state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
        }
    }

    /**
     * Splits rows.
     *
     * @param outcomes the class of each row, each class at least twice
     * @return the rows that are tested on, for each split in order
     */
    static int[][] testRows(boolean[] outcomes) {
        ShuffleSplits random = new ShuffleSplits();
        int[][] tested = new int[SPLITS][];
        for (int split = 0; split < SPLITS; split++) {
            tested[split] = random.split(outcomes);
        }
        return tested;
    }

    private int[] split(boolean[] outcomes) {
        int testSize = (outcomes.length + 9) / 10;
        int[][] rows = {rowsOf(outcomes, false), rowsOf(outcomes, true)};
        int[] sizes = {rows[0].length, rows[1].length};
        int[] learnt = shares(sizes, outcomes.length - testSize);
        int[] tested = shares(new int[] {sizes[0] - learnt[0], sizes[1] - learnt[1]}, testSize);
        int[] test = new int[testSize];
        int[] learn = new int[outcomes.length - testSize];
        int filled = 0;
        for (int outcome = 0; outcome < 2; outcome++) {
            shuffle(rows[outcome]);
            System.arraycopy(rows[outcome], learnt[outcome], test, filled, tested[outcome]);
            filled += tested[outcome];
        }
        shuffle(learn); // only for the numbers that it takes
        shuffle(test);
        return test;
    }

    private static int[] rowsOf(boolean[] outcomes, boolean outcome) {
        int[] rows = new int[outcomes.length];
        int found = 0;
        for (int row = 0; row < outcomes.length; row++) {
            if (outcomes[row] == outcome) {
                rows[found++] = row;
            }
        }
        return Arrays.copyOf(rows, found);
    }

    /** Divides a number of draws in the ratio of the sizes; what is left goes where the remainder is largest. */
    private int[] shares(int[] sizes, int draws) {
        double[] exact = new double[2];
        for (int i = 0; i < 2; i++) {
            exact[i] = (double) sizes[i] / (sizes[0] + sizes[1]) * draws;
        }
        int[] shares = {(int) exact[0], (int) exact[1]};
        if (shares[0] + shares[1] < draws) {
            double first = exact[0] - shares[0];
            double second = exact[1] - shares[1];
            int[] order = {0, 1};
            if (first == second) {
                shuffle(order);
            } else if (second > first) {
                order[0] = 1;
            }
            shares[order[0]]++;
        }
        return shares;
    }

    private void shuffle(int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            int other = upTo(i);
            int kept = values[i];
            values[i] = values[other];
            values[other] = kept;
        }
    }

    private int upTo(int most) {
        int mask = -1 >>> Integer.numberOfLeadingZeros(most);
        int value;
        do {
            value = nextBits() & mask;
        } while (value > most);
        return value;
    }

    private int nextBits() {
        if (next == STATE) {
            for (int i = 0; i < STATE; i++) {
                int joined = (state[i] & 0x80000000) | (state[(i + 1) % STATE] & 0x7fffffff);
                state[i] = state[(i + MIDDLE) % STATE] ^ (joined >>> 1) ^ ((joined & 1) == 0 ? 0 : 0x9908b0df);
            }
            next = 0;
        }
        int bits = state[next++];
        bits ^= bits >>> 11;
        bits ^= (bits << 7) & 0x9d2c5680;
        bits ^= (bits << 15) & 0xefc60000;
        return bits ^ (bits >>> 18);
    }
}
