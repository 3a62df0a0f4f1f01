package io.modelops.registry.internal;

import io.modelops.model.Digest;
import io.modelops.registry.ModelRegistry;
import io.modelops.registry.VerificationReport;
import io.modelops.registry.internal.CrashOracle.Reopened;
import io.modelops.registry.internal.SimulatedFiles.Directory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Opens a registry after a crash with the library's own code, reads all of it and checks every digest. */
final class Reopening {
    /** Enough to write small files, and too little to occupy a reserve again. */
    private static final long SOME = 2 << 20;

    private final Path root;
    private final InstantSource clock;
    private final long interval;
    /** Whether content that nothing refers to has to be whole, too. It is if nobody but the library has put it there. */
    private final boolean strict;

    Reopening(Path root, InstantSource clock, long interval, boolean strict) {
        this.root = root;
        this.clock = clock;
        this.interval = interval;
        this.strict = strict;
    }

    Reopened reopen(SimulatedFiles image) {
        image.setFree(SOME);
        boolean made = image.node(root.resolve("FORMAT")) != null;
        try {
            UUID id = made ? id(image) : null;
            return read(image, made, id);
        } catch (IOException | RuntimeException | Error problem) {
            return new Reopened(problem);
        }
    }

    private Reopened read(SimulatedFiles image, boolean made, @Nullable UUID id) throws IOException {
        Disk disk = new SimulatedDisk(image, clock, () -> {}, () -> {});
        DirectoryStores stores = DirectoryStores.open(root, made ? new Sober(disk) : disk, clock, interval);
        try (ModelRegistry registry = ModelRegistry.builder()
                .clock(clock)
                .stores(stores.log(), stores.artifacts())
                .open()) {
            VerificationReport report = registry.verify();
            if (!report.isWhole()) {
                return new Reopened(report.problem(), 0, report.head(), id);
            }
            requireDirectories(image);
            if (strict) {
                readContent(image, stores);
            }
            return new Reopened(null, report.entries(), report.head(), id);
        }
    }

    private UUID id(SimulatedFiles image) throws IOException {
        Path file = root.resolve("FORMAT");
        byte[] bytes = image.file(file).bytes;
        return Objects.requireNonNull(FormatFile.decode(bytes, file).id());
    }

    private void requireDirectories(SimulatedFiles image) throws IOException {
        DirectoryLayout layout = new DirectoryLayout(root, new SimulatedDisk(image, clock, () -> {}, () -> {}));
        for (Path directory : layout.blobDirectories()) {
            image.directory(directory);
        }
        for (String name : DirectoryLayout.DIRECTORIES) {
            image.directory(root.resolve(name));
        }
    }

    private void readContent(SimulatedFiles image, DirectoryStores stores) throws IOException {
        Path blobs = root.resolve("blobs");
        for (Directory directory : image.directories().values()) {
            if (!directory.names.isEmpty() && blobs.equals(directory.path.getParent())) {
                for (String name : directory.names.keySet()) {
                    try (InputStream content = stores.artifacts().open(new Digest(name))) {
                        content.readAllBytes();
                    }
                }
            }
        }
    }

    /** Makes sure that nobody looks at what the sum of an image leaves out. */
    private static final class Sober extends ForwardingDisk {
        private static final List<String> LOOSE = List.of("tmp", "trash");

        Sober(Disk disk) {
            super(disk);
        }

        @Override
        public List<String> list(Path directory) throws IOException {
            return super.list(checked(directory));
        }

        @Override
        public InputStream read(Path file) throws IOException {
            return super.read(checked(file));
        }

        @Override
        public boolean exists(Path file) throws IOException {
            return super.exists(checked(file));
        }

        @Override
        public long size(Path file) throws IOException {
            return super.size(checked(file));
        }

        @Override
        public Output create(Path file) {
            throw new AssertionError("opening a registry wrote " + file);
        }

        private static Path checked(Path path) {
            for (Path part : path) {
                if (LOOSE.contains(part.toString())) {
                    throw new AssertionError("opening a registry looked at " + path);
                }
            }
            return path;
        }
    }
}
