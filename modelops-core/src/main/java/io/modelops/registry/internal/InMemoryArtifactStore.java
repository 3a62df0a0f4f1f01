package io.modelops.registry.internal;

import io.modelops.model.Digest;
import io.modelops.model.NotFoundException;
import io.modelops.model.StoreException;
import io.modelops.spi.ArtifactStore;
import io.modelops.spi.GarbagePlan;
import io.modelops.spi.GarbageReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Content that lasts as long as the process. Removing fails at once while there is a hold. */
public final class InMemoryArtifactStore implements ArtifactStore {
    private final Map<Digest, Kept> contents = new HashMap<>();
    private final InstantSource clock;
    private int holds;

    /** Creates an empty store that uses the clock of the system. */
    public InMemoryArtifactStore() {
        this(InstantSource.system());
    }

    /**
     * Creates an empty store.
     *
     * @param clock tells the age of content
     */
    public InMemoryArtifactStore(InstantSource clock) {
        this.clock = clock;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Kept(byte[] bytes, Instant since) {}

    @Override
    public Digest put(InputStream content) {
        byte[] bytes;
        try {
            bytes = content.readAllBytes();
        } catch (IOException failure) {
            throw new StoreException(
                    "Content could not be read (" + failure + "): nothing was stored. Check the source of the bytes.",
                    failure);
        }
        Digest digest = Digest.of(bytes);
        synchronized (this) {
            contents.putIfAbsent(digest, new Kept(bytes, clock.instant()));
        }
        return digest;
    }

    @Override
    public InputStream open(Digest digest) {
        return new ByteArrayInputStream(bytes(digest));
    }

    @Override
    public void copyTo(Digest digest, Path target) {
        byte[] bytes = bytes(digest);
        try {
            Files.write(target, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException failure) {
            throw new StoreException(
                    "Content " + digest + " could not be copied to " + target + " (" + failure
                            + "): expected a new file in a directory that this user may write, and room on its disk.",
                    failure);
        }
    }

    @Override
    public synchronized boolean contains(Digest digest) {
        return contents.containsKey(digest);
    }

    @Override
    public synchronized boolean delete(Digest digest) {
        requireNoHold("Content " + digest + " was not removed");
        return contents.remove(digest) != null;
    }

    @Override
    public synchronized GarbageReport collectGarbage(GarbagePlan plan, Supplier<? extends Set<Digest>> needed) {
        if (plan.removes()) {
            requireNoHold("Nothing was cleaned up");
        }
        Set<Digest> staying = needed.get();
        Instant youngest = clock.instant().minus(plan.grace());
        List<Digest> garbage = contents.entrySet().stream()
                .filter(content -> !staying.contains(content.getKey())
                        && !content.getValue().since.isAfter(youngest))
                .map(Map.Entry::getKey)
                .toList();
        long bytes = garbage.stream().mapToLong(digest -> bytes(digest).length).sum();
        if (plan.removes()) {
            contents.keySet().removeAll(garbage);
        }
        return new GarbageReport(!plan.removes(), garbage, bytes, 0, 0, 0, 0);
    }

    @Override
    public synchronized Hold hold() {
        holds++;
        AtomicBoolean released = new AtomicBoolean();
        return () -> {
            if (released.compareAndSet(false, true)) {
                letGo();
            }
        };
    }

    private void requireNoHold(String what) {
        if (holds > 0) {
            throw new StoreException(what + ": models are being registered or loaded. Try again later.");
        }
    }

    private synchronized void letGo() {
        holds--;
    }

    private synchronized byte[] bytes(Digest digest) {
        Kept kept = contents.get(digest);
        if (kept == null) {
            throw new NotFoundException("Content " + digest
                    + " is not in this store in memory: expected content that was put there and not removed.");
        }
        return kept.bytes;
    }
}
