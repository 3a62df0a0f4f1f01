package io.modelops.model;

import java.io.Serial;

/** An argument that is not allowed, or a combination of arguments that makes no sense. Nothing has changed. */
public final class InvalidInputException extends ModelOpsException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what was wrong, where, what was expected and what to do
     */
    public InvalidInputException(String message) {
        super(message);
    }

    /**
     * Creates an exception with a cause.
     *
     * @param message what was wrong, where, what was expected and what to do
     * @param cause what made it fail
     */
    public InvalidInputException(String message, Throwable cause) {
        super(message, cause);
    }
}
