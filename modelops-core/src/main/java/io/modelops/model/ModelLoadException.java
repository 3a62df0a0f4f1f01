package io.modelops.model;

import java.io.Serial;

/** A version that could not be made ready to predict: no runtime for its format, broken files, or a failing warm-up. What was serving before keeps serving. */
public final class ModelLoadException extends ModelOpsException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what was wrong, where, what was expected and what to do
     */
    public ModelLoadException(String message) {
        super(message);
    }

    /**
     * Creates an exception with a cause.
     *
     * @param message what was wrong, where, what was expected and what to do
     * @param cause what made it fail
     */
    public ModelLoadException(String message, Throwable cause) {
        super(message, cause);
    }
}
