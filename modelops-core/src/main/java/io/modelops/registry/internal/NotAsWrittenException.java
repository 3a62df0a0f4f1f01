package io.modelops.registry.internal;

/** Says that something has another form than the library writes today, and is to be read the slow way. */
final class NotAsWrittenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotAsWrittenException() {
        super(null, null, false, false);
    }

    static void unless(boolean asWritten) {
        if (!asWritten) {
            throw new NotAsWrittenException();
        }
    }
}
