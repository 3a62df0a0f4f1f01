package io.modelops.deployment;

import io.modelops.model.ModelVersion;
import io.modelops.spi.Role;

/** The answer of a function that stood in for a version. */
final class StandInPrediction<O> extends Prediction<O> {
    private final String name;

    StandInPrediction(O value, ModelVersion insteadOf, long origin, long sequence, String name) {
        super(value, insteadOf, Role.FALLBACK, origin, sequence);
        this.name = name;
    }

    @Override
    public String answeredBy() {
        return name;
    }
}
