package io.modelops.statistics;

import java.util.stream.IntStream;

/** The numbers of {@code numpy.random.seed(seed)} and the functions after it: Mersenne twister, polar normals. */
final class NumPyRandom {
    private static final int SIZE = 624;

    private final int[] state = new int[SIZE];
    private int next = SIZE;

    NumPyRandom(int seed) {
        state[0] = seed;
        for (int i = 1; i < SIZE; i++) {
            state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
        }
    }

    /** {@code np.random.randn(size)}, for an even size. */
    double[] normals(int size) {
        double[] normals = new double[size];
        for (int i = 0; i < size; i += 2) {
            double x;
            double y;
            double square;
            do {
                x = 2 * uniform() - 1;
                y = 2 * uniform() - 1;
                square = x * x + y * y;
            } while (square >= 1 || square == 0);
            double factor = Math.sqrt(-2 * Math.log(square) / square);
            normals[i] = factor * y;
            normals[i + 1] = factor * x;
        }
        return normals;
    }

    /** {@code np.random.rand(size)}. */
    double[] uniforms(int size) {
        return IntStream.range(0, size).mapToDouble(i -> uniform()).toArray();
    }

    private double uniform() {
        int high = bits() >>> 5;
        int low = bits() >>> 6;
        return (high * 67108864.0 + low) / 9007199254740992.0;
    }

    /** {@code np.random.randint(bound, size=size)}. */
    int[] integers(int bound, int size) {
        int mask = Integer.highestOneBit(bound - 1) * 2 - 1;
        return IntStream.range(0, size).map(i -> below(bound, mask)).toArray();
    }

    private int below(int bound, int mask) {
        int value;
        do {
            value = bits() & mask;
        } while (value >= bound);
        return value;
    }

    private int bits() {
        if (next == SIZE) {
            twist();
        }
        int bits = state[next++];
        bits ^= bits >>> 11;
        bits ^= (bits << 7) & 0x9d2c5680;
        bits ^= (bits << 15) & 0xefc60000;
        return bits ^ (bits >>> 18);
    }

    private void twist() {
        for (int i = 0; i < SIZE; i++) {
            int bits = (state[i] & 0x80000000) | (state[(i + 1) % SIZE] & 0x7fffffff);
            state[i] = state[(i + 397) % SIZE] ^ (bits >>> 1) ^ ((bits & 1) * 0x9908b0df);
        }
        next = 0;
    }
}
