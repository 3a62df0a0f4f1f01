package io.modelops.examples.ridership;

import io.modelops.model.Scored;

/**
 * The answer of the model, and the truth that becomes known later.
 *
 * @param thousands entries at the station on one day, in thousands
 */
record Ridership(double thousands) implements Scored {
    @Override
    public double score() {
        return thousands;
    }
}
