package io.modelops.registry.internal;

import io.modelops.model.Digest;
import io.modelops.model.NotFoundException;
import io.modelops.model.StoreException;
import io.modelops.spi.ArtifactStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Content that lasts as long as the process. Removing fails at once while there is a hold. */
public final class InMemoryArtifactStore implements ArtifactStore {
    private final Map<Digest, byte[]> contents = new HashMap<>();
    private int holds;

    /** Creates an empty store. */
    public InMemoryArtifactStore() {}

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
            contents.putIfAbsent(digest, bytes);
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
        if (holds > 0) {
            throw new StoreException("Content " + digest + " was not removed: models are being registered or loaded. "
                    + "Try again later.");
        }
        return contents.remove(digest) != null;
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

    private synchronized void letGo() {
        holds--;
    }

    private synchronized byte[] bytes(Digest digest) {
        byte[] bytes = contents.get(digest);
        if (bytes == null) {
            throw new NotFoundException("Content " + digest
                    + " is not in this store in memory: expected content that was put there and not removed.");
        }
        return bytes;
    }
}
