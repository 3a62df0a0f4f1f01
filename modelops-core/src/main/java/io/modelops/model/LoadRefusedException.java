package io.modelops.model;

import java.io.Serial;

/**
 * A version that may not be loaded: it was revoked, or a policy asks for something it lacks, such as a signature by a
 * trusted key. Nothing of it has been given to an engine. What was serving before keeps serving.
 */
public final class LoadRefusedException extends ModelOpsException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what was wrong, where, what was expected and what to do
     */
    public LoadRefusedException(String message) {
        super(message);
    }

    /**
     * Creates an exception with a cause.
     *
     * @param message what was wrong, where, what was expected and what to do
     * @param cause what a policy failed with
     */
    public LoadRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
