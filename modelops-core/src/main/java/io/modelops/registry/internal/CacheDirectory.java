package io.modelops.registry.internal;

import io.modelops.model.Digest;
import io.modelops.model.InvalidInputException;
import io.modelops.model.StoreException;
import io.modelops.spi.ArtifactStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Content in a directory, each piece under its digest, of which the longest unused goes when there is too much. Several
 * processes may use it at once. Nothing is synced: what a power cut has torn is found when it is used, as any damage is.
 *
 * <p>A piece gets its name by a rename, also where there is one already: whatever has that name is the same bytes, or
 * damaged.
 */
final class CacheDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(CacheDirectory.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration ABANDONED = Duration.ofDays(1);

    private final Path root;
    private final long mostBytes;
    private final Disk disk;
    private final InstantSource clock;

    private CacheDirectory(Path root, long mostBytes, Disk disk, InstantSource clock) {
        this.root = root;
        this.mostBytes = mostBytes;
        this.disk = disk;
        this.clock = clock;
    }

    private record Piece(Path file, long bytes, Instant lastUse) {}

    static Disk localDisk() {
        return new LocalDisk(PATIENCE);
    }

    static CacheDirectory open(Path directory, long mostBytes, Disk disk, InstantSource clock) {
        if (mostBytes < 1) {
            throw new InvalidInputException("A local cache of " + mostBytes + " bytes holds nothing: give 1 or more.");
        }
        CacheDirectory cache = new CacheDirectory(directory.toAbsolutePath().normalize(), mostBytes, disk, clock);
        try {
            PrivateDirectory.require(cache.root, Set.of("content", "tmp"));
            disk.createDirectory(cache.content());
            disk.createDirectory(cache.temporary());
            cache.removeAbandoned();
        } catch (IOException failure) {
            throw new StoreException(
                    "Cache directory " + cache.root + " could not be opened (" + failure
                            + "): expected a directory that this user may create, read and write.",
                    failure);
        }
        cache.evict(Set.of());
        return cache;
    }

    Path root() {
        return root;
    }

    Path file(Digest digest) {
        return content().resolve(digest.hex());
    }

    /** Dates the last use of content, if it is there. */
    boolean use(Digest digest) {
        try {
            Files.setLastModifiedTime(file(digest), FileTime.from(clock.instant()));
            return true;
        } catch (IOException notThere) {
            return false;
        }
    }

    /**
     * Fetches content.
     *
     * @return false if it could not be written here; nothing is left then
     * @throws StoreException if it could not be read there; nothing is left then
     * @throws io.modelops.model.ModelOpsException whatever else the store throws
     */
    boolean fetch(Digest digest, ArtifactStore from) {
        Path piece = temporary().resolve(UUID.randomUUID().toString());
        try (InputStream content = from.open(digest)) {
            Disk.Output output = disk.create(piece);
            try (output) {
                if (!write(content, output, digest)) {
                    return false;
                }
            }
            disk.rename(piece, file(digest));
            return use(digest);
        } catch (SourceException failure) {
            throw new StoreException(
                    "Content " + digest + " could not be fetched (" + failure.getMessage()
                            + "): nothing was kept of it. Check the artifact store and the way to it, and try again.",
                    failure);
        } catch (IOException failure) {
            LOG.warn("Content {} could not be kept in cache {} ({}).", digest, root, failure.toString());
            return false;
        } finally {
            discard(piece);
        }
    }

    /** Opens content that was found to be whole; empty if it is not there, or was not whole and is gone now. */
    Optional<InputStream> open(Digest digest) {
        Path file = file(digest);
        try {
            if (!digest.equals(digestOf(file))) {
                reportDamaged(digest);
                return Optional.empty();
            }
            return Optional.of(new VerifyingInputStream(disk.read(file), digest, file.toString()));
        } catch (IOException unreadable) {
            discard(file);
            return Optional.empty();
        }
    }

    /**
     * Copies content to a new file.
     *
     * @return false if it is not there, or was not whole and is gone now; there is no file then
     * @throws StoreException if the file could not be written
     */
    boolean copy(Digest digest, Path target) {
        boolean whole = false;
        boolean created = false;
        try (InputStream content = disk.read(file(digest))) {
            Disk.Output output = createTarget(digest, target);
            created = true;
            try (output) {
                whole = write(content, output, digest);
            }
            if (!whole) {
                reportDamaged(digest);
            }
        } catch (SourceException unreadable) {
            discard(file(digest));
        } catch (NoSuchFileException evicted) {
            return false;
        } catch (IOException failure) {
            whole = false; // The last bytes may have failed when the file was closed.
            throw notCopied(digest, target, failure);
        } finally {
            if (created && !whole) {
                discard(target);
            }
        }
        return whole;
    }

    void drop(Digest digest) {
        discard(file(digest));
    }

    /**
     * Removes what was not used for longest until the rest is not too much.
     *
     * @return false if there still is too much, because it is pinned
     */
    boolean evict(Set<Digest> pinned) {
        List<Piece> pieces = pieces();
        long bytes = pieces.stream().mapToLong(Piece::bytes).sum();
        for (Piece piece : pieces) {
            if (bytes <= mostBytes) {
                return true;
            }
            if (pinned.stream().noneMatch(digest -> file(digest).equals(piece.file))) {
                discard(piece.file);
                bytes -= piece.bytes;
            }
        }
        return bytes <= mostBytes;
    }

    private List<Piece> pieces() {
        List<Piece> pieces = new ArrayList<>();
        try {
            for (String name : disk.list(content())) {
                Path file = content().resolve(name);
                try {
                    pieces.add(new Piece(file, disk.size(file), disk.modified(file)));
                } catch (IOException meanwhileGone) {
                    // Another process has evicted it.
                }
            }
        } catch (IOException unreadable) {
            LOG.warn("Cache {} could not be listed ({}), so nothing is evicted.", root, unreadable.toString());
        }
        pieces.sort(Comparator.comparing(Piece::lastUse));
        return pieces;
    }

    /** Removes what processes that ended in the middle of a fetch have left. */
    private void removeAbandoned() throws IOException {
        Instant youngest = clock.instant().minus(ABANDONED);
        for (String name : disk.list(temporary())) {
            Path file = temporary().resolve(name);
            try {
                if (disk.modified(file).isBefore(youngest)) {
                    disk.unlink(file);
                }
            } catch (NoSuchFileException meanwhileGone) {
                // Its process has finished it.
            }
        }
    }

    /** Copies bytes, and says whether they are the ones of the digest. */
    private static boolean write(InputStream content, Disk.Output output, Digest digest) throws IOException {
        CourteousHash hash = new CourteousHash();
        byte[] buffer = new byte[Disk.PIECE];
        for (int read = read(content, buffer); read >= 0; read = read(content, buffer)) {
            hash.add(buffer, 0, read);
            output.write(buffer, 0, read);
        }
        return hash.digest().equals(digest);
    }

    private static int read(InputStream content, byte[] buffer) throws SourceException {
        try {
            return content.read(buffer);
        } catch (IOException failure) {
            throw new SourceException(failure);
        }
    }

    private Digest digestOf(Path file) throws IOException {
        CourteousHash hash = new CourteousHash();
        byte[] buffer = new byte[Disk.PIECE];
        try (InputStream content = disk.read(file)) {
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                hash.add(buffer, 0, read);
            }
        }
        return hash.digest();
    }

    private Disk.Output createTarget(Digest digest, Path target) {
        try {
            return disk.create(target);
        } catch (IOException failure) {
            throw notCopied(digest, target, failure);
        }
    }

    private void reportDamaged(Digest digest) {
        LOG.warn("Content {} in cache {} is not what was fetched: it is fetched again. Check the disk.", digest, root);
        drop(digest);
    }

    private void discard(Path file) {
        try {
            disk.unlink(file);
        } catch (IOException | RuntimeException leftBehind) {
            // It is not there, or stays until it is evicted.
        }
    }

    private Path content() {
        return root.resolve("content");
    }

    private Path temporary() {
        return root.resolve("tmp");
    }

    private static StoreException notCopied(Digest digest, Path target, IOException failure) {
        return new StoreException(
                "Content " + digest + " could not be copied to " + target + " (" + failure
                        + "): expected a new file in a directory that this user may write, and room on its disk.",
                failure);
    }

    /** Tells a failure to read from a failure to write. */
    private static final class SourceException extends IOException {
        private static final long serialVersionUID = 1L;

        SourceException(IOException cause) {
            super(cause.toString(), cause);
        }
    }
}
