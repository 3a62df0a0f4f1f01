package io.modelops.model;

import java.io.Serial;

/** A version that did not pass its validation; the message names each check that did not. */
public final class ValidationException extends ModelOpsException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what was wrong, where, what was expected and what to do
     */
    public ValidationException(String message) {
        super(message);
    }
}
