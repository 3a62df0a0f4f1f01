package io.modelops.monitoring.fleet;

import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelRef;
import io.modelops.model.Profile;
import io.modelops.spi.Role;

/**
 * What a version did in one capacity during a window, without any raw row. Summaries of parts add up: merging is associative
 * and commutative, exact for all counts, and up to rounding for moments and sums.
 *
 * @param version the version
 * @param role in which capacity it answered
 * @param predictions how many predictions there were, failed ones included
 * @param errors how many of them failed
 * @param latencies how long those took that did not fail
 * @param scores the answers as numbers; none where the answers have no such view
 * @param inputs a profile of the inputs in the bins of the training profile; without features where there is none
 * @param labels the outcomes that came in during the window, whenever the predictions were made
 */
public record TrafficSummary(
        ModelRef.Numbered version,
        Role role,
        long predictions,
        long errors,
        LatencyCounts latencies,
        ScoreCounts scores,
        Profile inputs,
        LabelSums labels) {
    /**
     * Checks and keeps the summary.
     *
     * @param version the version
     * @param role in which capacity it answered
     * @param predictions how many predictions there were
     * @param errors how many of them failed
     * @param latencies how long those took that did not fail
     * @param scores the answers as numbers
     * @param inputs a profile of the inputs
     * @param labels the outcomes that came in
     * @throws InvalidInputException if there are more errors than predictions, or one of the numbers is negative
     */
    public TrafficSummary {
        if (errors < 0 || predictions < errors) {
            throw new InvalidInputException("Summary of " + version + " has " + errors + " errors of " + predictions
                    + " predictions: expected 0 <= errors <= predictions.");
        }
    }

    /**
     * Adds what another process or window saw of the same version in the same capacity.
     *
     * @param other the other summary
     * @return the summary of both
     * @throws InvalidInputException if version or role differ, or the profiles have other features or bins
     */
    public TrafficSummary merge(TrafficSummary other) {
        return mergeBut(other, inputs.merge(other.inputs));
    }

    /** Adds all but the profiles, whose sum is given. */
    TrafficSummary mergeBut(TrafficSummary other, Profile both) {
        if (!hasKeyOf(other)) {
            throw new InvalidInputException("Summaries of " + version + " as " + role + " and of " + other.version
                    + " as " + other.role + " can't be merged: expected the same version and role.");
        }
        return new TrafficSummary(
                version,
                role,
                predictions + other.predictions,
                errors + other.errors,
                latencies.merge(other.latencies),
                scores.merge(other.scores),
                both,
                labels.merge(other.labels));
    }

    TrafficSummary withInputs(Profile profile) {
        return new TrafficSummary(version, role, predictions, errors, latencies, scores, profile, labels);
    }

    boolean hasKeyOf(TrafficSummary other) {
        return version.equals(other.version) && role == other.role;
    }
}
