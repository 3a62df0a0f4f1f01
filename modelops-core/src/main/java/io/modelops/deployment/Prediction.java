package io.modelops.deployment;

import io.modelops.model.ModelVersion;
import io.modelops.model.PredictionId;
import io.modelops.spi.Role;

/**
 * An answer, together with the version that gave it and the id by which its true outcome is reported later. Immutable.
 *
 * @param <O> the type of the answers
 */
public sealed class Prediction<O> permits StandInPrediction {
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
     * @return the version; if a fallback function answered, the version that it stood in for
     */
    public ModelVersion version() {
        return version;
    }

    /**
     * Whether the version that was to answer could not, so that an older version or a function answered instead.
     *
     * @return true if the role is {@link Role#FALLBACK}
     */
    public boolean isFallback() {
        return role == Role.FALLBACK;
    }

    /**
     * Who answered, in words.
     *
     * @return the version, such as {@code churn:7}, or the name of the fallback function
     */
    public String answeredBy() {
        return version.toString();
    }

    /**
     * In which capacity it answered.
     *
     * @return {@link Role#CHAMPION}, or {@link Role#CHALLENGER} during a rollout, or {@link Role#FALLBACK} if it, or a
     *     function, answered because another version could not
     */
    public Role role() {
        return role;
    }

    @Override
    public String toString() {
        return value + " by " + answeredBy();
    }
}
