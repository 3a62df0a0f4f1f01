package io.modelops.registry.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells which step of the write protocol a process takes with each sync, and leaves one of them out. */
class ProtocolDisk extends ForwardingDisk {
    private final ProtocolStep left;
    private final Map<Path, ProtocolStep> written = new HashMap<>();
    private final Set<Path> adopting = new HashSet<>();
    private final Set<Path> emptied = new HashSet<>();
    private boolean recordNamed;
    private boolean formatNamed;

    /** @param left the step that is left out */
    ProtocolDisk(Disk disk, ProtocolStep left) {
        super(disk);
        this.left = left;
    }

    /** A step that makes something last. */
    @FunctionalInterface
    interface Sync {
        void run() throws IOException;
    }

    /** Takes a step, or leaves it out. */
    void take(ProtocolStep step, Path of, Sync sync) throws IOException {
        if (step != left) {
            sync.run();
        }
    }

    /** What a file is that was written under a temporary name, or null. */
    final @Nullable ProtocolStep kind(Path temporary) {
        return written.get(temporary);
    }

    @Override
    public Output create(Path file) throws IOException {
        Output output = super.create(file);
        return new Output() {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                written.putIfAbsent(file, step(new String(bytes, offset, length, StandardCharsets.UTF_8)));
                output.write(bytes, offset, length);
            }

            @Override
            public void sync() throws IOException {
                take(written.getOrDefault(file, ProtocolStep.OTHER), file, output::sync);
            }

            @Override
            public void close() throws IOException {
                output.close();
            }
        };
    }

    @Override
    public void link(Path file, Path name) throws IOException {
        try {
            super.link(file, name);
            named(name);
        } catch (FileAlreadyExistsException taken) {
            if (isBlobs(name.getParent())) {
                adopting.add(name.getParent());
            }
            throw taken;
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        super.rename(from, to);
        named(to);
        if (in("trash", to)) {
            emptied.add(from.getParent());
        }
    }

    @Override
    public void sync(Path file) throws IOException {
        take(ProtocolStep.ADOPTED_SYNC, file, () -> super.sync(file));
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        take(step(directory), directory, () -> super.syncDirectory(directory));
    }

    private void named(Path name) {
        recordNamed |= in("log", name);
        formatNamed |= name.equals(SimulatedMachine.ROOT.resolve("FORMAT"));
    }

    private ProtocolStep step(Path directory) {
        if (directory.endsWith("log")) {
            boolean own = recordNamed;
            recordNamed = false;
            return own ? ProtocolStep.RECORD_NAME_SYNC : ProtocolStep.OBSERVED_SYNC;
        }
        if (isBlobs(directory)) {
            return adopting.remove(directory)
                    ? ProtocolStep.ADOPTED_NAME_SYNC
                    : emptied.remove(directory) ? ProtocolStep.COLLECTED_SYNC : ProtocolStep.CONTENT_NAME_SYNC;
        }
        if (directory.equals(SimulatedMachine.ROOT)) {
            return formatNamed ? ProtocolStep.FORMAT_NAME_SYNC : ProtocolStep.DIRECTORIES_SYNC;
        }
        return directory.endsWith("blobs")
                ? ProtocolStep.BLOBS_SYNC
                : directory.endsWith("trash")
                        ? ProtocolStep.TRASH_SYNC
                        : directory.endsWith("ckpt")
                                ? ProtocolStep.CHECKPOINT_NAME_SYNC
                                : SimulatedMachine.ROOT.startsWith(directory)
                                        ? ProtocolStep.PARENT_SYNC
                                        : ProtocolStep.OTHER;
    }

    private static ProtocolStep step(String content) {
        if (content.startsWith("{\"format\"")) {
            return ProtocolStep.FORMAT_SYNC;
        }
        if (content.startsWith("{\"v\":1,\"seq\"")) {
            return content.startsWith("sha256:", content.indexOf('\n') + 1)
                    ? ProtocolStep.RECORD_SYNC
                    : ProtocolStep.CHECKPOINT_SYNC;
        }
        return content.length() > 1 << 18 ? ProtocolStep.OTHER : ProtocolStep.CONTENT_SYNC;
    }

    static boolean in(String directory, Path name) {
        Path parent = name.getParent();
        return parent != null && parent.endsWith(directory);
    }

    static boolean isBlobs(@Nullable Path directory) {
        return directory != null && in("blobs", directory);
    }
}
