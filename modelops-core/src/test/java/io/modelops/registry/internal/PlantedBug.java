package io.modelops.registry.internal;

import io.modelops.registry.ModelRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A registry's directory as it is, or with a bug that a harness has to find to be believed. */
public enum PlantedBug {
    /** The library as it is. */
    NONE {
        @Override
        Disk disk(Duration patience) {
            return new LocalDisk(patience);
        }
    },
    /** Records get their name before their bytes are on the disk. */
    NO_RECORD_SYNC {
        @Override
        Disk disk(Duration patience) {
            return new UnsyncedOutputs(patience, true);
        }
    },
    /** Content gets its name before its bytes are on the disk. */
    NO_CONTENT_SYNC {
        @Override
        Disk disk(Duration patience) {
            return new UnsyncedOutputs(patience, false);
        }
    },
    /** A commit is acknowledged before its name is on the disk. */
    NO_LOG_SYNC {
        @Override
        Disk disk(Duration patience) {
            return new ForwardingDisk(new LocalDisk(patience)) {
                @Override
                public void syncDirectory(Path directory) throws IOException {
                    if (!directory.endsWith("log")) {
                        super.syncDirectory(directory);
                    }
                }
            };
        }
    },
    /** A sync of the log that fails is taken for one that succeeded. */
    SWALLOWED_SYNC_FAILURE {
        @Override
        Disk disk(Duration patience) {
            return new ForwardingDisk(new LocalDisk(patience)) {
                @Override
                public void syncDirectory(Path directory) throws IOException {
                    try {
                        super.syncDirectory(directory);
                    } catch (IOException swallowed) {
                        if (!directory.endsWith("log")) {
                            throw swallowed;
                        }
                    }
                }
            };
        }
    },
    /** Names are given to files that are written afterwards. */
    COPY_FOR_LINK {
        @Override
        Disk disk(Duration patience) {
            return new ForwardingDisk(new LocalDisk(patience)) {
                @Override
                public void link(Path file, Path name) throws IOException {
                    try (InputStream content = read(file);
                            Output copy = create(name)) {
                        for (byte[] some = content.readNBytes(16); some.length > 0; some = content.readNBytes(16)) {
                            copy.write(some, 0, some.length);
                        }
                        copy.sync();
                    }
                }
            };
        }
    },
    /** A name that another writer has just taken is taken from it. */
    RENAME_FOR_LINK {
        @Override
        Disk disk(Duration patience) {
            return new ForwardingDisk(new LocalDisk(patience)) {
                @Override
                public void link(Path file, Path name) throws IOException {
                    super.rename(file, name);
                }
            };
        }
    },
    /** Now and then the sync that ends a commit fails. No bug, but a bad disk. */
    FLAKY_LOG_SYNC {
        @Override
        Disk disk(Duration patience) {
            return new FlakyLogSync(patience);
        }
    };

    abstract Disk disk(Duration patience);

    /**
     * Opens the registry of a directory with this bug.
     *
     * @param patience how long to wait for the lock that keeps clean-up and writers apart
     */
    public ModelRegistry open(Path root, Duration patience) {
        DirectoryStores stores = DirectoryStores.open(root, disk(patience), InstantSource.system());
        return ModelRegistry.builder().stores(stores.log(), stores.artifacts()).open();
    }

    /** Returns when the library's own threads have ended, which they do when they have nothing to do. */
    public static void endIdleThreads() throws ReflectiveOperationException {
        Field threads = Uninterrupted.class.getDeclaredField("THREADS");
        threads.setAccessible(true);
        ThreadPoolExecutor executor = (ThreadPoolExecutor) threads.get(null);
        executor.setKeepAliveTime(1, TimeUnit.MILLISECONDS);
        while (executor.getPoolSize() > 0) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static final class UnsyncedOutputs extends ForwardingDisk {
        private final boolean records;

        UnsyncedOutputs(Duration patience, boolean records) {
            super(new LocalDisk(patience));
            this.records = records;
        }

        @Override
        public Output create(Path file) throws IOException {
            Output output = super.create(file);
            return new Output() {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    output.write(bytes, offset, length);
                }

                @Override
                public void sync() throws IOException {
                    if (isRecord(file) != records) {
                        output.sync();
                    }
                }

                @Override
                public void close() throws IOException {
                    output.close();
                }
            };
        }

        private static boolean isRecord(Path file) throws IOException {
            byte[] start = new byte[4];
            try (InputStream content = Files.newInputStream(file)) {
                return content.readNBytes(start, 0, 4) == 4 && start[0] == '{' && start[1] == '"' && start[2] == 'v';
            }
        }
    }

    private static final class FlakyLogSync extends ForwardingDisk {
        private static final int EVERY = 37;
        private final AtomicInteger syncs = new AtomicInteger();

        FlakyLogSync(Duration patience) {
            super(new LocalDisk(patience));
        }

        @Override
        public void syncDirectory(Path directory) throws IOException {
            if (directory.endsWith("log")) {
                int sync = syncs.incrementAndGet();
                if (sync % EVERY == 0) {
                    throw new IOException("Input/output error");
                }
            }
            super.syncDirectory(directory);
        }
    }
}
