package io.modelops.deployment;

import io.modelops.model.ModelVersion;
import io.modelops.model.PredictionId;
import io.modelops.spi.Role;

/**
 * An answer, together with the version that gave it and the id by which its true outcome is reported later. Immutable.
 *
 * @param <O> the type of the answers
 */
public final class Prediction<O> {
    private final O value;
    private final ModelVersion version;
    private final Role role;
    private final long origin;
    private final long sequence;

    Prediction(O value, ModelVersion version, Role role, long origin, long sequence) {
        this.value = value;
        this.version = version;
        this.role = role;
        this.origin = origin;
        this.sequence = sequence;
    }

    /**
     * The id of this prediction.
     *
     * @return the id to report the true outcome with
     */
    public PredictionId id() {
        return new PredictionId(origin, sequence);
    }

    /**
     * The answer.
     *
     * @return what the model answered
     */
    public O value() {
        return value;
    }

    /**
     * Who answered.
     *
     * @return the version
     */
    public ModelVersion version() {
        return version;
    }

    /**
     * In which capacity it answered.
     *
     * @return {@link Role#CHAMPION}, or {@link Role#CHALLENGER} during a rollout
     */
    public Role role() {
        return role;
    }

    @Override
    public String toString() {
        return value + " by " + version;
    }
}
