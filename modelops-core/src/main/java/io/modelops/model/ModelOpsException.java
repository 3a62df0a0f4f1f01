package io.modelops.model;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The root of all exceptions that the library throws of its own. Each message says what was wrong, where, what was
 * expected and what to do next. What a user's own code throws comes back as thrown, never wrapped in one of these.
 */
public class ModelOpsException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what was wrong, where, what was expected and what to do
     */
    public ModelOpsException(String message) {
        super(message);
    }

    /**
     * Creates an exception with a cause.
     *
     * @param message what was wrong, where, what was expected and what to do
     * @param cause what made it fail, or null
     */
    public ModelOpsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
