package io.modelops.model;

import java.io.Serial;

/** A call on something that has been closed. */
public final class ClosedException extends ModelOpsException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what was wrong, where, what was expected and what to do
     */
    public ClosedException(String message) {
        super(message);
    }
}
