package io.modelops.monitoring;

import io.modelops.model.InvalidInputException;
import io.modelops.model.Severity;
import java.time.Duration;

/**
 * When a finding is worth an alert, for each subject of each monitor by itself.
 *
 * <p>A subject is alerted when its latest finding is a breach of at least the least severity, so many of its latest
 * evaluations were breaches, and the last alert about it is at least the cool-down ago. An evaluation without enough data
 * counts neither way. After an alert, the breach goes on until the value is clear of the threshold by the hysteresis;
 * until then a value that has only just come back still counts as a breach, and afterwards persistence starts from
 * nothing. Immutable.
 *
 * <p>An alert is resolved when the value is clear of the threshold by the hysteresis, and opens again if the breach comes
 * back, as persistently, within the cool-down.
 *
 * @param minimumSeverity the least severity that is alerted
 * @param breaches how many breaches there must be among the latest evaluations, 1 to {@code evaluations}
 * @param evaluations among how many of the latest evaluations, 1 to 64
 * @param coolDown the least time between two alerts about the same subject, zero or more
 * @param hysteresis by which share of the threshold a value must be clear of it for a breach to be over, 0 or more
 * @param grouped whether what one monitor finds in one evaluation makes one alert, led by what changed most
 */
public record AlertPolicy(
        Severity minimumSeverity,
        int breaches,
        int evaluations,
        Duration coolDown,
        double hysteresis,
        boolean grouped) {
    private static final int MOST_EVALUATIONS = 64;

    /**
     * Checks and keeps the policy.
     *
     * @param minimumSeverity the least severity that is alerted
     * @param breaches how many breaches there must be among the latest evaluations
     * @param evaluations among how many of the latest evaluations
     * @param coolDown the least time between two alerts about the same subject
     * @param hysteresis by which share of the threshold a value must be clear of it
     * @param grouped whether what one monitor finds in one evaluation makes one alert
     * @throws InvalidInputException if a number is out of its range
     */
    public AlertPolicy {
        if (evaluations < 1 || evaluations > MOST_EVALUATIONS || breaches < 1 || breaches > evaluations) {
            throw new InvalidInputException("Persistence " + breaches + " of " + evaluations
                    + " is not allowed: expected 1 <= breaches <= evaluations <= " + MOST_EVALUATIONS + ".");
        }
        if (coolDown.isNegative()) {
            throw new InvalidInputException("Cool-down " + coolDown + " is not allowed: expected zero or more.");
        }
        if (!(hysteresis >= 0 && hysteresis <= Double.MAX_VALUE)) {
            throw new InvalidInputException(
                    "Hysteresis " + hysteresis + " is not allowed: expected a finite share of 0 or more.");
        }
    }

    /**
     * Alerts from {@code WARNING} on, after 2 breaches among 3 evaluations, at most every 24 hours, with a hysteresis of
     * 0.1, one for all that a monitor finds in one evaluation.
     *
     * @return the policy
     */
    public static AlertPolicy ofDefaults() {
        return builder().build();
    }

    /**
     * Starts a policy from {@link #ofDefaults()}.
     *
     * @return a builder, not safe for use by several threads
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects the parts of a policy. */
    public static final class Builder {
        private Severity minimumSeverity = Severity.WARNING;
        private int breaches = 2;
        private int evaluations = 3;
        private Duration coolDown = Duration.ofHours(24);
        private double hysteresis = 0.1;
        private boolean grouped = true;

        private Builder() {}

        /**
         * Sets the least severity that is alerted.
         *
         * @param severity the severity
         * @return this builder
         */
        public Builder minimumSeverity(Severity severity) {
            minimumSeverity = severity;
            return this;
        }

        /**
         * Sets how often a breach must be found before it is alerted.
         *
         * @param breaches how many breaches there must be
         * @param evaluations among how many of the latest evaluations, at most 64
         * @return this builder
         */
        public Builder persistence(int breaches, int evaluations) {
            this.breaches = breaches;
            this.evaluations = evaluations;
            return this;
        }

        /**
         * Sets the least time between two alerts about the same subject.
         *
         * @param duration the time, zero or more
         * @return this builder
         */
        public Builder coolDown(Duration duration) {
            coolDown = duration;
            return this;
        }

        /**
         * Sets how far a value must be clear of the threshold for a breach to be over.
         *
         * @param shareOfThreshold the distance as a share of the threshold, 0 or more
         * @return this builder
         */
        public Builder hysteresis(double shareOfThreshold) {
            hysteresis = shareOfThreshold;
            return this;
        }

        /**
         * Sets whether what one monitor finds in one evaluation makes one alert, whose summary begins with the most severe
         * finding that is farthest beyond its threshold and names the others. Otherwise each subject is alerted by itself.
         *
         * @param together true unless told
         * @return this builder
         */
        public Builder grouped(boolean together) {
            grouped = together;
            return this;
        }

        /**
         * Finishes the policy.
         *
         * @return the policy
         * @throws InvalidInputException if a number is out of its range
         */
        public AlertPolicy build() {
            return new AlertPolicy(minimumSeverity, breaches, evaluations, coolDown, hysteresis, grouped);
        }
    }
}
