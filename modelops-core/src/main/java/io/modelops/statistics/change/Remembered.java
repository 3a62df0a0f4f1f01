package io.modelops.statistics.change;

import java.util.function.Consumer;

/** Reads the numbers that a detector remembers, and refuses those that none can have. */
final class Remembered {
    private static final double LARGEST_COUNT = 1L << 53;

    private final double[] numbers;
    private int next;

    Remembered(double[] numbers) {
        this.numbers = numbers;
    }

    /** Lets a detector read what is to be remembered; what can't be leaves it without a memory. */
    static void recall(ChangeDetector detector, double[] memory, Consumer<Remembered> reading) {
        detector.reset();
        Remembered read = new Remembered(memory);
        try {
            reading.accept(read);
            read.end();
        } catch (IllegalArgumentException refused) {
            detector.reset();
            throw refused;
        }
    }

    /** A whole number of 0 or more. */
    long count() {
        double value = finite();
        return (long) require(value, value >= 0 && value <= LARGEST_COUNT && value == Math.rint(value));
    }

    /** A whole number of 0 to a greatest one. */
    int upTo(int greatest) {
        long value = count();
        return (int) require((double) value, value <= greatest);
    }

    boolean flag() {
        return upTo(1) == 1;
    }

    double finite() {
        double value = number();
        return require(value, Double.isFinite(value));
    }

    /** Finite, and 0 or more. */
    double positive() {
        double value = finite();
        return require(value, value >= 0);
    }

    /** 0 or more, or positive infinity. */
    double bound() {
        double value = number();
        return require(value, value >= 0);
    }

    /** That nothing is left. */
    void end() {
        if (next < numbers.length) {
            throw refused(numbers.length + " numbers, " + next + " of them expected");
        }
    }

    private double number() {
        if (next == numbers.length) {
            throw refused("only " + numbers.length + " numbers");
        }
        return numbers[next++];
    }

    private static double require(double value, boolean possible) {
        if (!possible) {
            throw refused("the number " + value);
        }
        return value;
    }

    private static IllegalArgumentException refused(String what) {
        return new IllegalArgumentException(
                "memory has " + what + "; expected what a detector of this kind and these settings remembered");
    }
}
