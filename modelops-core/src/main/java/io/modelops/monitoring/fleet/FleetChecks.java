package io.modelops.monitoring.fleet;

import io.modelops.model.InvalidInputException;
import java.util.List;

/** The checks that come with the library. All are immutable and need no state. */
public final class FleetChecks {
    private FleetChecks() {}

    /**
     * The share of failed predictions of the champion over all nodes, {@code CRITICAL} when its 95 % Wilson interval lies
     * above 0.05; and its latencies, without a limit. At least 100 predictions.
     *
     * @return the check, named {@code fleet-health}
     */
    public static FleetCheck health() {
        return new FleetHealth(100, 0.05);
    }

    /**
     * Drift of the champion's inputs over all nodes against its training data: a population stability index of 0.2 that is
     * significant at 0.01 after correction for the number of features. At least 100 inputs.
     *
     * @return the check, named {@code fleet-feature-drift}
     */
    public static FleetCheck featureDrift() {
        return featureDrift(100, 0.2, 0.01);
    }

    /**
     * Drift of the champion's inputs over all nodes against its training data.
     *
     * @param minSamples how many inputs there must be, 1 or more
     * @param threshold the population stability index from which on a difference matters, 0 or more
     * @param alpha the accepted share of false alarms among the alarms of a window, between 0 and 1
     * @return the check, named {@code fleet-feature-drift}
     * @throws InvalidInputException if a number is out of its range
     */
    public static FleetCheck featureDrift(long minSamples, double threshold, double alpha) {
        if (minSamples < 1 || !(threshold >= 0 && threshold <= Double.MAX_VALUE) || !(alpha > 0 && alpha < 1)) {
            throw new InvalidInputException("Feature drift from " + minSamples + " samples, threshold " + threshold
                    + " and alpha " + alpha + " on is not allowed: expected at least 1, a finite number of 0 or more,"
                    + " and a probability between 0 and 1.");
        }
        return new FleetDrift(minSamples, threshold, alpha);
    }

    /**
     * Nodes that report nothing although they did in one of the three windows before, and did not say that they leave.
     * {@code WARNING} while there are any.
     *
     * @return the check, named {@code fleet-nodes}
     */
    public static FleetCheck nodes() {
        return new FleetAttendance();
    }

    /**
     * All of them, with their defaults.
     *
     * @return the checks
     */
    public static List<FleetCheck> defaults() {
        return List.of(health(), featureDrift(), nodes());
    }
}
