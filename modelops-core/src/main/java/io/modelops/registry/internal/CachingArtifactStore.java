package io.modelops.registry.internal;

import io.modelops.model.ClosedException;
import io.modelops.model.Digest;
import io.modelops.spi.ArtifactStore;
import io.modelops.spi.GarbagePlan;
import io.modelops.spi.GarbageReport;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * Keeps what it has read from a store far away in a directory of this machine. The store far away says what there is;
 * the directory only saves fetching the same bytes again. If it can't be used, content is read from far away each time.
 */
public final class CachingArtifactStore implements ArtifactStore {
    private static final int TRIES = 2;

    // Shared by all stores of this JVM, which may well use one directory.
    private static final ConcurrentMap<Path, CompletableFuture<Boolean>> FETCHES = new ConcurrentHashMap<>();

    private final ArtifactStore remote;
    private final CacheDirectory directory;
    private final Pins pins = new Pins();
    private volatile boolean tooMuch;
    private volatile boolean closed;

    /**
     * Opens the directory, which is created if it does not exist.
     *
     * @param remote the store far away, closed with this one
     * @param mostBytes how much the directory may hold
     * @param clock dates what is used
     * @throws io.modelops.model.InvalidInputException if the directory is another user's, others may write to it, or it holds
     *     something else
     * @throws io.modelops.model.StoreException if the directory can't be read or created
     */
    public CachingArtifactStore(ArtifactStore remote, Path directory, long mostBytes, InstantSource clock) {
        this(remote, CacheDirectory.open(directory, mostBytes, CacheDirectory.localDisk(), clock));
    }

    CachingArtifactStore(ArtifactStore remote, CacheDirectory directory) {
        this.remote = remote;
        this.directory = directory;
    }

    /** The store that decides what there is. */
    public ArtifactStore remote() {
        return remote;
    }

    @Override
    public Digest put(InputStream content) {
        return remote.put(content);
    }

    @Override
    public InputStream open(Digest digest) {
        requireOpen();
        Hold use = held(pins.hold());
        try {
            pins.pin(digest);
            for (int attempt = 0; attempt < TRIES && fetched(digest); attempt++) {
                Optional<InputStream> cached = directory.open(digest);
                if (cached.isPresent()) {
                    return cached.get();
                }
            }
        } finally {
            use.close();
        }
        return remote.open(digest);
    }

    @Override
    public void copyTo(Digest digest, Path target) {
        requireOpen();
        Hold use = held(pins.hold());
        try {
            pins.pin(digest);
            for (int attempt = 0; attempt < TRIES && fetched(digest); attempt++) {
                if (directory.copy(digest, target)) {
                    return;
                }
            }
        } finally {
            use.close();
        }
        remote.copyTo(digest, target);
    }

    @Override
    public boolean contains(Digest digest) {
        return remote.contains(digest);
    }

    @Override
    public boolean delete(Digest digest) {
        boolean deleted = remote.delete(digest);
        directory.drop(digest);
        return deleted;
    }

    @Override
    public GarbageReport collectGarbage(GarbagePlan plan, Supplier<? extends Set<Digest>> needed) {
        GarbageReport report = remote.collectGarbage(plan, needed);
        if (!report.dryRun()) {
            report.content().forEach(directory::drop);
        }
        return report;
    }

    @Override
    public Hold hold() {
        requireOpen();
        Hold there = remote.hold();
        Hold here = held(pins.hold());
        return () -> {
            here.close();
            there.close();
        };
    }

    @Override
    public void close() {
        closed = true;
        remote.close();
    }

    /** A hold after whose end goes what had to stay because of it. */
    private Hold held(Hold pin) {
        return () -> {
            pin.close();
            if (tooMuch) {
                tooMuch = !directory.evict(pins.pinned());
            }
        };
    }

    /**
     * Sees to it that the directory has content. Of many threads that want the same one fetches, the others wait for it.
     *
     * @return false if the directory can't be written to
     */
    private boolean fetched(Digest digest) {
        if (directory.use(digest)) {
            return true;
        }
        CompletableFuture<Boolean> ours = new CompletableFuture<>();
        CompletableFuture<Boolean> others = FETCHES.putIfAbsent(directory.file(digest), ours);
        if (others != null) {
            return outcome(others);
        }
        try {
            // Again, because another fetch may have ended between the question and the entry in the map.
            boolean there = directory.use(digest) || directory.fetch(digest, remote);
            ours.complete(there);
            tooMuch = !directory.evict(pins.pinned());
            return there;
        } catch (RuntimeException | Error failure) {
            ours.completeExceptionally(failure);
            throw failure;
        } finally {
            FETCHES.remove(directory.file(digest), ours);
        }
    }

    private static boolean outcome(CompletableFuture<Boolean> fetch) {
        try {
            return fetch.join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof RuntimeException told) {
                throw told;
            }
            if (failure.getCause() instanceof Error told) {
                throw told;
            }
            throw failure;
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new ClosedException("The artifact store with its cache in " + directory.root()
                    + " is closed: open the registry again to use it.");
        }
    }
}
