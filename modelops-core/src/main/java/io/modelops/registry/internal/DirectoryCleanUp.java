package io.modelops.registry.internal;

import io.modelops.model.Digest;
import io.modelops.model.InvalidInputException;
import io.modelops.spi.GarbagePlan;
import io.modelops.spi.GarbageReport;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One clean-up of a registry's directory, made by whoever has its lock alone, or by somebody who only looks. */
final class DirectoryCleanUp {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryCleanUp.class);

    private final DirectoryLayout layout;
    private final Disk disk;
    private final SyncGuard guard;
    private final GarbagePlan plan;
    private final Instant now;
    private final List<Digest> content = new ArrayList<>();
    private long contentBytes;
    private long leftovers;
    private long leftoverBytes;
    private long expired;
    private long expiredBytes;

    DirectoryCleanUp(DirectoryLayout layout, SyncGuard guard, GarbagePlan plan, Instant now) {
        this.layout = layout;
        this.disk = layout.disk();
        this.guard = guard;
        this.plan = plan;
        this.now = now;
    }

    GarbageReport run(Set<Digest> needed) throws IOException {
        // The trash first, so that what goes there now stays for a while whatever the plan says.
        emptyTrash();
        removeLeftovers();
        for (Path directory : layout.blobDirectories()) {
            moveToTrash(directory, needed);
        }
        return new GarbageReport(
                !plan.removes(), content, contentBytes, leftovers, leftoverBytes, expired, expiredBytes);
    }

    private void emptyTrash() throws IOException {
        for (String name : disk.list(layout.trash())) {
            Path file = layout.trash().resolve(name);
            Instant since = DirectoryLayout.trashedAt(name);
            if (since == null) {
                reportForeign(file);
            } else if (!since.isAfter(now.minus(plan.trash()))) {
                expiredBytes += disk.size(file);
                expired++;
                if (plan.removes()) {
                    disk.unlink(file);
                }
            }
        }
    }

    private void removeLeftovers() throws IOException {
        for (String name : disk.list(layout.temporary())) {
            try {
                removeIfOld(layout.temporary().resolve(name));
            } catch (NoSuchFileException gone) {
                // While a dry run looks, writers go on.
            }
        }
    }

    private void removeIfOld(Path file) throws IOException {
        if (isOldEnough(file)) {
            long bytes = disk.size(file);
            if (plan.removes()) {
                disk.unlink(file);
            }
            leftoverBytes += bytes;
            leftovers++;
        }
    }

    private void moveToTrash(Path directory, Set<Digest> needed) throws IOException {
        boolean moved = false;
        for (String name : disk.list(directory)) {
            Path file = directory.resolve(name);
            Digest digest = digest(name);
            if (digest == null || !layout.blob(digest).equals(file)) {
                reportForeign(file);
            } else if (!needed.contains(digest) && isOldEnough(file)) {
                contentBytes += disk.size(file);
                content.add(digest);
                if (plan.removes()) {
                    disk.rename(file, layout.trash(digest, now.toEpochMilli()));
                    moved = true;
                }
            }
        }
        if (moved) {
            // The new name before the loss of the old one, so that a power cut takes nothing away that is in the trash.
            guard.syncDirectory(layout.trash());
            guard.syncDirectory(directory);
        }
    }

    private boolean isOldEnough(Path file) throws IOException {
        return !disk.modified(file).isAfter(now.minus(plan.grace()));
    }

    private static @Nullable Digest digest(String name) {
        try {
            return new Digest(name);
        } catch (InvalidInputException foreign) {
            return null;
        }
    }

    private static void reportForeign(Path file) {
        LOG.warn("File {} is none that a registry writes; clean-up leaves it.", file);
    }
}
