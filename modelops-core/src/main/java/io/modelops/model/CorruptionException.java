package io.modelops.model;

import java.io.Serial;

/** Stored bytes that are not what was written: a blob whose digest is wrong, a torn record, a broken chain. */
public final class CorruptionException extends ModelOpsException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what was wrong, where, what was expected and what to do
     */
    public CorruptionException(String message) {
        super(message);
    }

    /**
     * Creates an exception with a cause.
     *
     * @param message what was wrong, where, what was expected and what to do
     * @param cause what made it fail
     */
    public CorruptionException(String message, Throwable cause) {
        super(message, cause);
    }
}
