package io.modelops.deployment.internal;

import java.util.Arrays;

/** The latest numbers of a stream, up to a bound. Used by one thread at a time. */
final class LatestValues {
    private static final int FIRST_SIZE = 64;

    private final int capacity;
    private double[] values = new double[FIRST_SIZE];
    private long added;

    LatestValues(int capacity) {
        this.capacity = capacity;
    }

    void add(double value) {
        if (added == values.length && values.length < capacity) {
            values = Arrays.copyOf(values, Math.min(capacity, values.length * 2));
        }
        values[(int) (added % values.length)] = value;
        added++;
    }

    /** The values, oldest first. */
    double[] toArray() {
        if (added <= values.length) {
            return Arrays.copyOf(values, (int) added);
        }
        int oldest = (int) (added % values.length);
        double[] ordered = new double[values.length];
        System.arraycopy(values, oldest, ordered, 0, values.length - oldest);
        System.arraycopy(values, 0, ordered, values.length - oldest, oldest);
        return ordered;
    }
}
