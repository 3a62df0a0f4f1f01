package io.modelops.model;

import java.io.Serial;

/** Somebody else changed the same thing first: nothing of the refused change was applied. Read the new state and decide again. */
public final class ConflictException extends ModelOpsException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what was wrong, where, what was expected and what to do
     */
    public ConflictException(String message) {
        super(message);
    }
}
