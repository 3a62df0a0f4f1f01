package io.modelops.jdbc.internal;

import java.io.Serial;

/** The database could not be reached for long enough to learn whether a commit took. */
public final class OutcomeUnknownException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    OutcomeUnknownException(Throwable cause) {
        super(cause);
    }
}
