package io.modelops.registry.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Ways to do the write protocol wrong other than to leave a sync out: a wrong order, or a wrong call. */
enum CrashMutant {
    RECORD_SYNCED_AFTER_IT_HAS_ITS_NAME(disk -> new SyncedLater(disk, ProtocolStep.RECORD_SYNC)),
    CONTENT_SYNCED_AFTER_IT_HAS_ITS_NAME(disk -> new SyncedLater(disk, ProtocolStep.CONTENT_SYNC)),
    CONTENT_NAMED_AFTER_THE_RECORD(ContentNamedLater::new),
    CONTENT_NAME_SYNCED_AFTER_THE_RECORD(ContentNameSyncedLater::new),
    RENAME_FOR_LINK(disk -> new ForwardingDisk(disk) {
        @Override
        public void link(Path file, Path name) throws IOException {
            super.rename(file, name);
        }
    }),
    NAME_THAT_IS_TAKEN_TAKEN_FOR_OURS(disk -> new ForwardingDisk(disk) {
        @Override
        public void link(Path file, Path name) throws IOException {
            try {
                super.link(file, name);
            } catch (FileAlreadyExistsException taken) {
                // As if it were ours.
            }
        }
    }),
    RECORD_WRITTEN_UNDER_ITS_NAME(disk -> new ForwardingDisk(disk) {
        @Override
        public void link(Path file, Path name) throws IOException {
            if (!ProtocolDisk.in("log", name)) {
                super.link(file, name);
                return;
            }
            byte[] bytes;
            try (InputStream input = super.read(file)) {
                bytes = input.readAllBytes();
            }
            try (Output output = super.create(name)) {
                output.write(bytes, 0, bytes.length);
                output.sync();
            }
        }
    }),
    NO_LOCK_AGAINST_CLEAN_UP(disk -> new Lockless(disk, "gc")),
    NO_LOCK_WHERE_THERE_ARE_NO_LINKS(disk -> new Lockless(new LinklessDisk(disk), "publish"));

    private final UnaryOperator<Disk> disk;

    CrashMutant(UnaryOperator<Disk> disk) {
        this.disk = disk;
    }

    /** The disk of a process that does it wrong. */
    UnaryOperator<Disk> disk() {
        return disk;
    }

    /** Whether it can be seen only where there are no links. */
    boolean isLinkless() {
        return this == NO_LOCK_WHERE_THERE_ARE_NO_LINKS;
    }

    private static final class SyncedLater extends ProtocolDisk {
        private final Disk disk;
        private final ProtocolStep later;

        SyncedLater(Disk disk, ProtocolStep later) {
            super(disk, later);
            this.disk = disk;
            this.later = later;
        }

        @Override
        public void link(Path file, Path name) throws IOException {
            super.link(file, name);
            if (kind(file) == later) {
                disk.sync(name);
            }
        }
    }

    private static final class ContentNameSyncedLater extends ProtocolDisk {
        private final List<Path> later = new ArrayList<>();

        private final Disk disk;

        ContentNameSyncedLater(Disk disk) {
            super(disk, ProtocolStep.CONTENT_NAME_SYNC);
            this.disk = disk;
        }

        @Override
        void take(ProtocolStep step, Path of, Sync sync) throws IOException {
            super.take(step, of, sync);
            if (step == ProtocolStep.CONTENT_NAME_SYNC) {
                later.add(of);
            } else if (step == ProtocolStep.RECORD_NAME_SYNC) {
                for (Path directory : later) {
                    disk.syncDirectory(directory);
                }
                later.clear();
            }
        }
    }

    private static final class ContentNamedLater extends ForwardingDisk {
        private final Map<Path, Path> later = new HashMap<>();

        ContentNamedLater(Disk disk) {
            super(disk);
        }

        @Override
        public void link(Path file, Path name) throws IOException {
            if (ProtocolDisk.isBlobs(name.getParent()) && !super.exists(name)) {
                later.put(file, name);
                return;
            }
            super.link(file, name);
            if (ProtocolDisk.in("log", name)) {
                for (Map.Entry<Path, Path> content : later.entrySet()) {
                    if (!super.exists(content.getValue())) {
                        super.link(content.getKey(), content.getValue());
                    }
                    super.syncDirectory(content.getValue().getParent());
                    super.unlink(content.getKey());
                }
                later.clear();
            }
        }

        @Override
        public void unlink(Path file) throws IOException {
            if (!later.containsKey(file)) {
                super.unlink(file);
            }
        }
    }

    private static final class Lockless extends ForwardingDisk {
        private final String lock;

        Lockless(Disk disk, String lock) {
            super(disk);
            this.lock = lock;
        }

        @Override
        public RootLock openLock(Path file) throws IOException {
            RootLock real = super.openLock(file);
            return !file.endsWith(lock)
                    ? real
                    : new RootLock() {
                        @Override
                        public Hold shared() {
                            return () -> {};
                        }

                        @Override
                        public Hold exclusive() {
                            return () -> {};
                        }

                        @Override
                        public void close() {
                            real.close();
                        }
                    };
        }
    }
}
