package io.modelops.constraint;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can be measured of a data set. */
public enum Measure {
    /** How many rows there are. */
    ROWS(false),
    /** The share of values that are not there. */
    MISSING(true),
    /** The share of values that are there but not a number. */
    NAN(true),
    /** The share of values that are +∞ or −∞. */
    INFINITE(true),
    /** The share of values of another type than the feature has. */
    MISMATCHED(true),
    /** The share of finite values outside the range that is declared for the feature or that the reference had. */
    OUT_OF_RANGE(true),
    /** The share of values in categories that the reference never had; only a profile of traffic tells. */
    UNSEEN(true),
    /** How many different values there are. An estimate: what lies within three of its standard errors is inconclusive. */
    DISTINCT(false),
    /** The mean of the finite values. */
    MEAN(false),
    /** Their standard deviation. */
    SD(false),
    /** The least of them. */
    MIN(false),
    /** The greatest of them. */
    MAX(false);

    private final boolean isShare;

    Measure(boolean isShare) {
        this.isShare = isShare;
    }

    /**
     * Whether it is a share, 0 to 1.
     *
     * @return false if it is a count or has the unit of the values
     */
    public boolean isShare() {
        return isShare;
    }

    /** How it is written. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Measure> named(String word) {
        return Arrays.stream(values())
                .filter(measure -> measure.word().equals(word))
                .findFirst();
    }
}
