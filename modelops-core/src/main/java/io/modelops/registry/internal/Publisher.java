package io.modelops.registry.internal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** Gives a finished file its final name unless that name is taken. */
sealed interface Publisher extends Closeable permits LinkPublisher, RenamePublisher {
    /**
     * Publishes a file. Afterwards the temporary name may still be there.
     *
     * @return true if the file has the name now, false if another file has it
     * @throws OutcomeUnknownException if nobody can tell
     * @throws IOException if the file certainly does not have the name
     */
    boolean publish(Path temporary, Path name) throws IOException;

    @Override
    default void close() {}
}
