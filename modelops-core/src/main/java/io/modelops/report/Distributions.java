package io.modelops.report;

import java.util.List;

/**
 * Distributions one below the other, each with a heading and folded as it asks for. What is written grows with the number
 * of bins, never with the number of rows they hold: a range or category needs no more room for a million values than for
 * one.
 *
 * @param title what they have in common, in one line
 * @param reference what the reference is, such as {@code training data}
 * @param current what it is compared with, empty if there is no other side
 * @param distributions the distributions, in order
 */
public record Distributions(String title, String reference, String current, List<Distribution> distributions)
        implements Block {
    /**
     * Copies and keeps the distributions.
     *
     * @param title what they have in common, in one line
     * @param reference what the reference is
     * @param current what it is compared with, empty if there is no other side
     * @param distributions the distributions, in order
     */
    public Distributions {
        distributions = List.copyOf(distributions);
    }

    /**
     * Whether two sides are compared.
     *
     * @return true if there is another side than the reference
     */
    public boolean compares() {
        return !current.isEmpty();
    }
}
