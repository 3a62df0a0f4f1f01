package io.modelops.registry.internal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;

/**
 * Publishes by a hard link: the one call of a file system that takes a name only if it is free. A rename would replace
 * the record of another writer without a word.
 */
final class LinkPublisher implements Publisher {
    private static final int PUBLISHED = 2;

    private final Disk disk;

    LinkPublisher(Disk disk) {
        this.disk = disk;
    }

    @Override
    public boolean publish(Path temporary, Path name) throws IOException {
        try {
            disk.link(temporary, name);
            return true;
        } catch (FileAlreadyExistsException taken) {
            return isOurs(temporary);
        } catch (IOException failure) {
            // A network file system can lose the answer to a link that was made; the second name tells.
            if (links(temporary, failure) == PUBLISHED) {
                return true;
            }
            throw failure;
        }
    }

    /** Whether the name is taken by this very file: a lost answer makes the client ask twice, and be told no. */
    private boolean isOurs(Path temporary) {
        try {
            return disk.links(temporary) == PUBLISHED;
        } catch (IOException notCounted) {
            return false;
        }
    }

    private int links(Path temporary, IOException failure) throws IOException {
        try {
            return disk.links(temporary);
        } catch (IOException unknown) {
            unknown.addSuppressed(failure);
            throw new OutcomeUnknownException(
                    "linking " + temporary + " failed (" + failure + "), and so did asking whether it was made",
                    unknown);
        }
    }
}
