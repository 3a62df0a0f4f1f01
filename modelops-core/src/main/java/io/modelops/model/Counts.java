package io.modelops.model;

import java.util.List;

/** Exact counts of profiles. */
final class Counts {
    private Counts() {}

    static long sum(long first, long second) {
        try {
            return Math.addExact(first, second);
        } catch (ArithmeticException tooLarge) {
            throw new InvalidInputException(
                    "Counts " + first + " and " + second + " can't be added: expected at most " + Long.MAX_VALUE
                            + " values in all.",
                    tooLarge);
        }
    }

    static List<Long> sum(List<Long> first, List<Long> second) {
        Long[] sums = new Long[first.size()];
        for (int bin = 0; bin < sums.length; bin++) {
            sums[bin] = sum(first.get(bin).longValue(), second.get(bin).longValue());
        }
        return List.of(sums);
    }

    static List<Long> fitting(String feature, List<Long> counts, int expected, String what) {
        List<Long> copy = List.copyOf(counts);
        if (copy.size() != expected) {
            throw new InvalidInputException("Profile of feature " + Quoted.of(feature) + " has " + copy.size()
                    + " counts: expected " + expected + ", " + what + ".");
        }
        for (long count : copy) {
            if (count < 0) {
                throw new InvalidInputException("Profile of feature " + Quoted.of(feature)
                        + " has a negative count: expected counts of 0 or more.");
            }
        }
        return copy;
    }
}
