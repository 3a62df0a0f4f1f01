package io.modelops.registry.internal;

import java.io.IOException;
import java.io.Serial;

/** A file got its name or it did not, and the file system doesn't say which. */
final class OutcomeUnknownException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    OutcomeUnknownException(String message, Throwable cause) {
        super(message, cause);
    }
}
