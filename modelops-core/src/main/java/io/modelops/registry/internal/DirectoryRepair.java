package io.modelops.registry.internal;

import io.modelops.event.RegistryEvent;
import io.modelops.model.Actor;
import io.modelops.model.CorruptionException;
import io.modelops.model.InvalidInputException;
import io.modelops.model.StoreException;
import io.modelops.registry.RepairPlan;
import io.modelops.registry.RepairReport;
import io.modelops.spi.AccessAction;
import io.modelops.spi.AccessPolicy;
import io.modelops.spi.AccessRequest;
import io.modelops.spi.LogRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repairs the log of a directory. An entry that a checkpoint has a copy of comes back; from the first one on that can't
 * come back, all entries go to the quarantine, where their bytes stay. Whenever a crash comes, the log is either still
 * damaged or has the entry that says what was done: nothing is repaired without a word.
 */
public final class DirectoryRepair {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryRepair.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int LONGEST = 500;

    private final DirectoryLayout layout;
    private final Disk disk;
    private final DirectoryRegistryStore store;
    private final EventCodec codec = new EventCodec();
    private final LogFold fold;
    private final List<LogRecord> broughtBack = new ArrayList<>();
    private @Nullable CorruptionException first;
    private @Nullable CorruptionException last;

    private DirectoryRepair(RegistryDirectory directory, DirectoryRegistryStore store) {
        this.layout = directory.layout();
        this.disk = layout.disk();
        this.store = store;
        this.fold = new LogFold(store, codec);
    }

    /**
     * Repairs, or says what it would do.
     *
     * @throws InvalidInputException if the directory is no registry
     * @throws io.modelops.model.AccessDeniedException if the policy does not allow the actor to repair
     * @throws StoreException if it can't be read or written, or is in use without a pause
     */
    public static RepairReport run(Path root, RepairPlan plan, Actor actor, InstantSource clock, AccessPolicy policy) {
        if (plan.repairs()) {
            requireAllowed(policy, new AccessRequest(actor, AccessAction.REPAIR, null, null));
        }
        return run(root, plan, actor, clock, new LocalDisk(PATIENCE));
    }

    static RepairReport run(Path root, RepairPlan plan, Actor actor, InstantSource clock, Disk disk) {
        try {
            if (!disk.exists(new DirectoryLayout(root, disk).format())) {
                throw new InvalidInputException(
                        "Directory " + root + " is no model registry: expected one to repair; check the path.");
            }
            RegistryDirectory directory = RegistryDirectory.open(root, disk);
            try (RootLock lock = directory.openCleanUpLock()) {
                // Alone means that nobody is committing; looking keeps nobody waiting.
                RootLock.Hold hold = plan.repairs() ? lock.exclusive() : lock.shared();
                try (DirectoryRegistryStore store = new DirectoryRegistryStore(directory, Checkpoints.INTERVAL)) {
                    return new DirectoryRepair(directory, store).run(plan, actor, clock);
                } finally {
                    hold.release();
                }
            }
        } catch (IOException failure) {
            throw new StoreException(
                    "Registry " + root + " could not be repaired (" + failure
                            + "): no bytes were lost. Check the disk and the rights of this user, and repair again.",
                    failure);
        }
    }

    private static void requireAllowed(AccessPolicy policy, AccessRequest request) {
        new AccessControl(policy).check(request).ifPresent(denial -> {
            // The log that it is about may take no entry.
            LOG.warn("Denied: {}", denial.exception().getMessage());
            throw denial.exception();
        });
    }

    private RepairReport run(RepairPlan plan, Actor actor, InstantSource clock) throws IOException {
        readAll();
        CorruptionException damage = first;
        long good = fold.state().sequence();
        List<Long> tail = last == null ? List.of() : namesAfter(good);
        if (damage == null) {
            return new RepairReport(!plan.repairs(), null, List.of(), good, List.of(), null);
        }
        Path quarantine = null;
        if (plan.repairs()) {
            quarantine = layout.quarantine(store.repairs() + 1);
            RegistryEvent audit = new RegistryEvent.Repaired(
                    RegistryEvent.REGISTRY,
                    broughtBack.size(),
                    tail.size(),
                    String.valueOf(quarantine.getFileName()),
                    shortened(String.valueOf(damage.getMessage())));
            LogRecord record = codec.encode(
                    good + 1,
                    fold.state().digest(),
                    UUID.randomUUID(),
                    clock.instant(),
                    new Change(audit, actor, plan.reason()));
            repair(quarantine, tail, record);
        }
        return new RepairReport(
                !plan.repairs(),
                damage.getMessage(),
                broughtBack.stream().map(LogRecord::sequence).toList(),
                good,
                tail,
                quarantine);
    }

    private void readAll() {
        boolean more = true;
        while (more) {
            try {
                fold.catchUpSlowly(entry -> {});
                more = false;
            } catch (CorruptionException damage) {
                first = first == null ? damage : first;
                more = bringBack(fold.state().sequence() + 1);
                last = more ? null : damage;
            }
        }
    }

    private boolean bringBack(long sequence) {
        LogRecord copy = store.checkpointed(sequence);
        if (copy == null) {
            return false;
        }
        try {
            fold.take(copy);
            broughtBack.add(copy);
            return true;
        } catch (CorruptionException ofAnotherLog) {
            return false;
        }
    }

    private List<Long> namesAfter(long good) throws IOException {
        return disk.list(layout.log()).stream()
                .map(DirectoryLayout::sequence)
                .filter(sequence -> sequence > good)
                .sorted()
                .toList();
    }

    private void repair(Path quarantine, List<Long> tail, LogRecord audit) throws IOException {
        disk.createDirectory(layout.quarantine());
        disk.syncDirectory(layout.root());
        // From here on nobody who has the registry open goes on with what he read before.
        disk.createDirectory(quarantine);
        disk.syncDirectory(layout.quarantine());
        for (LogRecord record : broughtBack) {
            keep(layout.record(record.sequence()), quarantine);
        }
        for (long sequence : tail) {
            keep(layout.record(sequence), quarantine);
        }
        disk.syncDirectory(quarantine);
        if (!tail.isEmpty()) {
            setCheckpointsAside(audit.sequence(), quarantine);
        }
        // Takes the place of the first bad entry at once, so that the log is either damaged or says that it was cut.
        replace(audit);
        disk.syncDirectory(layout.log());
        for (LogRecord record : broughtBack) {
            replace(record);
        }
        List<Long> fromTheEnd = new ArrayList<>(tail);
        Collections.reverse(fromTheEnd);
        for (long sequence : fromTheEnd) {
            if (sequence != audit.sequence()) {
                removeKept(layout.record(sequence));
            }
        }
        disk.syncDirectory(layout.log());
    }

    /** Gives a file a second name in the quarantine; what can have none is copied if it is a file, or moved. */
    private void keep(Path file, Path quarantine) throws IOException {
        Path kept = quarantine.resolve(String.valueOf(file.getFileName()));
        if (disk.exists(file)) {
            try {
                disk.link(file, kept);
            } catch (IOException | UnsupportedOperationException notLinkable) {
                if (isFile(file)) {
                    copy(file, kept);
                } else {
                    disk.rename(file, kept);
                }
            }
        }
    }

    private boolean isFile(Path file) {
        try {
            return disk.size(file) >= 0;
        } catch (IOException somethingElse) {
            return false;
        }
    }

    private void copy(Path file, Path kept) throws IOException {
        try (InputStream bytes = disk.read(file);
                Disk.Output output = disk.create(kept)) {
            byte[] buffer = new byte[Disk.PIECE];
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                output.write(buffer, 0, read);
            }
            output.sync();
        }
    }

    private void replace(LogRecord record) throws IOException {
        Path temporary = layout.newTemporary();
        try {
            layout.write(temporary, RecordFile.encode(record));
            disk.rename(temporary, layout.record(record.sequence()));
        } finally {
            layout.discard(temporary);
        }
    }

    private void setCheckpointsAside(long from, Path quarantine) throws IOException {
        for (String name : disk.list(layout.checkpoints())) {
            if (DirectoryLayout.lastOfCheckpoint(name) >= from) {
                disk.rename(layout.checkpoints().resolve(name), quarantine.resolve(name));
            }
        }
        disk.syncDirectory(quarantine);
        disk.syncDirectory(layout.checkpoints());
    }

    private void removeKept(Path file) throws IOException {
        try {
            disk.unlink(file);
        } catch (NoSuchFileException renamed) {
            // It was moved.
        }
    }

    private static String shortened(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }
}
