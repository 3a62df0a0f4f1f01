package io.modelops.model;

import java.io.Serial;

/**
 * A request whose deadline passed before it was answered. If it was still waiting for a worker, the model never saw it;
 * if the model was at work on it, the answer that may still come is thrown away.
 */
public final class DeadlineExceededException extends ModelOpsException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what was wrong, where, what was expected and what to do
     */
    public DeadlineExceededException(String message) {
        super(message);
    }
}
