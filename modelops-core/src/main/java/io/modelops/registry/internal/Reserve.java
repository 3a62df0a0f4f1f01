package io.modelops.registry.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A mebibyte that is kept occupied, and freed when the disk is full, so that there is room for the small records that
 * bring a bad model down.
 */
final class Reserve {
    static final int SIZE = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Reserve.class);
    private static final long ENOUGH = 4L * SIZE;
    // As Linux, macOS and Windows say it.
    private static final Pattern FULL = Pattern.compile(
            "no space left on device|disk quota exceeded|not enough space on the disk", Pattern.CASE_INSENSITIVE);
    private static final long LITTLE = 64 * 1024;

    private final DirectoryLayout layout;
    private volatile boolean missing;

    Reserve(DirectoryLayout layout) {
        this.layout = layout;
    }

    /** Something that writes to the disk. */
    @FunctionalInterface
    interface Writing<T> {
        T run() throws IOException;
    }

    /** Writes, and if the disk is full frees the reserve and writes once more from the beginning. */
    <T> T spend(Writing<T> writing) throws IOException {
        try {
            return writing.run();
        } catch (OutcomeUnknownException unknown) {
            throw unknown;
        } catch (IOException failure) {
            if (!isFull(failure) || !free()) {
                throw failure;
            }
            return writing.run();
        }
    }

    /** Occupies the space again if it was freed. It may fail without harm. */
    void refillIfMissing() {
        if (missing) {
            refill();
        }
    }

    /** Occupies the space unless that was done, or less than four times as much is free. It may fail without harm. */
    void refill() {
        Disk disk = layout.disk();
        try {
            missing = !disk.exists(layout.reserve());
            if (missing && disk.usableSpace(layout.root()) >= ENOUGH) {
                Path temporary = layout.newTemporary();
                try {
                    // Random, because some file systems would not give space to zeros.
                    byte[] bytes = new byte[SIZE];
                    new SplittableRandom().nextBytes(bytes);
                    layout.write(temporary, bytes);
                    disk.rename(temporary, layout.reserve());
                    missing = false;
                } finally {
                    layout.discard(temporary);
                }
            }
        } catch (IOException | RuntimeException failure) {
            LOG.debug("The reserve {} could not be filled.", layout.reserve(), failure);
        }
    }

    private boolean free() {
        try {
            layout.disk().unlink(layout.reserve());
            missing = true;
            LOG.warn("The disk of registry {} is full: its reserve of 1 MiB was freed. Make room.", layout.root());
            return true;
        } catch (IOException gone) {
            return false;
        }
    }

    private boolean isFull(IOException failure) {
        // The message may be in the language of the machine.
        return FULL.matcher(String.valueOf(failure.getMessage())).find()
                || layout.disk().usableSpace(layout.root()) < LITTLE;
    }
}
