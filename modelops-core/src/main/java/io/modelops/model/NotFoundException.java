package io.modelops.model;

import java.io.Serial;

/** A model, version, alias, artifact or prediction that does not exist. The message lists what does. */
public final class NotFoundException extends ModelOpsException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what was wrong, where, what was expected and what to do
     */
    public NotFoundException(String message) {
        super(message);
    }
}
