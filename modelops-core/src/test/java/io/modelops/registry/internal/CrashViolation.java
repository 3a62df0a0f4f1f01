package io.modelops.registry.internal;

import java.io.Serial;

/** A broken promise of the registry. An error, so that nothing that is tested takes it for a fault of the disk. */
final class CrashViolation extends AssertionError {
    @Serial
    private static final long serialVersionUID = 1L;

    CrashViolation(String message) {
        super(message);
    }

    CrashViolation(String message, Throwable cause) {
        super(message, cause);
    }
}
