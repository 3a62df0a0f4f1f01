package io.modelops.model;

import java.io.Serial;

/** A request that was refused at once because the queue of the version that should answer is full. */
public final class OverloadedException extends ModelOpsException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what was wrong, where, what was expected and what to do
     */
    public OverloadedException(String message) {
        super(message);
    }
}
