package io.modelops.deployment.internal;

import java.util.Arrays;

/**
 * The first numbers of a stream, up to a bound. Not the latest ones: a test that is asked again and again may look at more
 * values, but not at others. Used by one thread at a time.
 */
final class FirstValues {
    private static final int FIRST_SIZE = 64;

    private final int capacity;
    private double[] values = new double[FIRST_SIZE];
    private int size;

    FirstValues(int capacity) {
        this.capacity = capacity;
    }

    void add(double value) {
        if (size == capacity) {
            return;
        }
        if (size == values.length) {
            values = Arrays.copyOf(values, Math.min(capacity, values.length * 2));
        }
        values[size] = value;
        size++;
    }

    double[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
