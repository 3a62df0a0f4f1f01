package io.modelops.model;

import java.io.Serial;

/** A prediction that an engine could not make, with the engine's checked exception as its cause. An unchecked exception of a model comes back as thrown instead. */
public final class PredictionException extends ModelOpsException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what was wrong, where, what was expected and what to do
     */
    public PredictionException(String message) {
        super(message);
    }

    /**
     * Creates an exception with a cause.
     *
     * @param message what was wrong, where, what was expected and what to do
     * @param cause what made it fail
     */
    public PredictionException(String message, Throwable cause) {
        super(message, cause);
    }
}
