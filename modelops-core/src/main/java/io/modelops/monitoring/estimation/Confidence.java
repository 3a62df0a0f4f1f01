package io.modelops.monitoring.estimation;

import io.modelops.model.InvalidInputException;

/** Checks the confidence of a band. */
final class Confidence {
    private Confidence() {}

    static double of(double confidence) {
        if (!(confidence > 0 && confidence < 1)) {
            throw new InvalidInputException(
                    "Confidence " + confidence + " is not allowed: expected a number between 0 and 1, such as 0.95.");
        }
        return confidence;
    }
}
