package io.modelops.model;

import java.io.Serial;

/** A store that could not read or write. Unless it is a {@link CommitUnknownException}, nothing has changed. */
public class StoreException extends ModelOpsException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what was wrong, where, what was expected and what to do
     */
    public StoreException(String message) {
        super(message);
    }

    /**
     * Creates an exception with a cause.
     *
     * @param message what was wrong, where, what was expected and what to do
     * @param cause what made it fail
     */
    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
