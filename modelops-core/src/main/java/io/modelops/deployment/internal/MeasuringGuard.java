package io.modelops.deployment.internal;

import io.modelops.deployment.Guard;
import io.modelops.deployment.RolloutEvidence;
import io.modelops.deployment.RolloutEvidence.Measured;
import java.util.Optional;

/** A guard that has something measured of its own. */
public record MeasuringGuard(String name, Guard.Measure what, boolean isForPromotionOnly, Judge judgement)
        implements Guard {
    /** Judges by the measurements, and by the probability with which it may be wrong. */
    @FunctionalInterface
    public interface Judge {
        /** Judges. */
        Guard.Judgement judge(Measured measured, double alpha);
    }

    @Override
    public Guard.Judgement judge(RolloutEvidence evidence) {
        return judgement.judge(evidence.measured(this), evidence.alpha());
    }

    @Override
    public Optional<Guard.Measure> measure() {
        return Optional.of(what);
    }

    @Override
    public String toString() {
        return name;
    }
}
