package io.modelops.model;

import java.io.Serial;

/** The access policy of a registry did not allow a change: nothing was changed. The message says whom to ask. */
public final class AccessDeniedException extends ModelOpsException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message who wanted what, why that is not allowed and whom to ask
     */
    public AccessDeniedException(String message) {
        super(message);
    }
}
