package io.modelops.model;

import java.io.Serial;
import java.util.UUID;

/**
 * A change of which nobody can say yet whether it was stored, for example because the last sync to disk failed. The
 * registry that threw it refuses further changes; open it again and ask for the operation to learn what became of it.
 */
public final class CommitUnknownException extends StoreException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The operation to ask about. */
    private final UUID operation;

    /**
     * Creates an exception.
     *
     * @param operation the operation whose outcome is unknown
     * @param cause what made it fail
     */
    public CommitUnknownException(UUID operation, Throwable cause) {
        super(
                "It is not known whether operation " + operation + " was stored (" + cause.getMessage()
                        + "). This registry refuses further changes: close it, open it again, and ask "
                        + "registry.findOperation(" + operation + ") before repeating the change.",
                cause);
        this.operation = operation;
    }

    /**
     * The operation whose outcome is unknown.
     *
     * @return the id to ask about
     */
    public UUID operation() {
        return operation;
    }
}
