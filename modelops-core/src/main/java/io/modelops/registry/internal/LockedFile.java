package io.modelops.registry.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one channel of this JVM on a lock file. POSIX drops all locks of a process on a file when any of its descriptors of
 * that file is closed, so there must never be a second one, not even in a copy of the library that another class loader
 * has loaded. All copies find the channel in a map among the system properties, which holds types of the JDK only.
 */
final class LockedFile {
    private static final String PROPERTY = "io.modelops.locks.1";

    // Positions in the shared state of a file, which all copies of the library have to agree on.
    private static final int CHANNEL = 0;
    private static final int LOCK = 1;
    private static final int COUNTS = 2;

    // Positions in its counts.
    private static final int USERS = 0;
    private static final int SHARED = 1;
    private static final int EXCLUSIVE = 2;

    private final Map<String, Object[]> files;
    private final String key;
    private final Object[] state;

    private LockedFile(Map<String, Object[]> files, String key, Object[] state) {
        this.files = files;
        this.key = key;
        this.state = state;
    }

    /** Finds or opens the channel of a lock file, which is created if need be. */
    static LockedFile retain(Path file) throws IOException {
        Map<String, Object[]> files = files();
        // Also creating the file opens and closes a descriptor of it.
        synchronized (files) {
            create(file);
            String key = key(file);
            Object[] state = files.get(key);
            if (state == null) {
                state = new Object[] {open(file), null, new int[3]};
                files.put(key, state);
            }
            counts(state)[USERS]++;
            return new LockedFile(files, key, state);
        }
    }

    /** Closes the channel unless others use it. */
    void release() {
        synchronized (files) {
            if (--counts(state)[USERS] == 0) {
                files.remove(key, state);
                try {
                    ((FileChannel) state[CHANNEL]).close();
                } catch (IOException ignored) {
                    // The descriptor is gone all the same, and nothing was written through it.
                }
            }
        }
    }

    /** What guards the shared state, and is notified when a lock is released. */
    Object monitor() {
        return state;
    }

    /** Takes the lock if nobody is in the way; called with the monitor held. */
    boolean tryLock(boolean shared) throws IOException {
        int[] counts = counts(state);
        if (counts[EXCLUSIVE] > 0 || (!shared && counts[SHARED] > 0)) {
            return false;
        }
        if (counts[SHARED] == 0) {
            FileChannel channel = (FileChannel) state[CHANNEL];
            FileLock lock = Uninterrupted.call(() -> channel.tryLock(0, Long.MAX_VALUE, shared));
            if (lock == null) {
                return false;
            }
            state[LOCK] = lock;
        }
        counts[shared ? SHARED : EXCLUSIVE]++;
        synchronized (files) {
            counts[USERS]++; // So that the channel outlives the hold, whoever closes what first.
        }
        return true;
    }

    void unlock(boolean shared) {
        synchronized (state) {
            int[] counts = counts(state);
            counts[shared ? SHARED : EXCLUSIVE]--;
            if (counts[SHARED] == 0 && counts[EXCLUSIVE] == 0) {
                drop((FileLock) state[LOCK]);
                state[LOCK] = null;
            }
            state.notifyAll();
        }
        release();
    }

    private static void drop(@Nullable FileLock lock) {
        try {
            if (lock != null) {
                Uninterrupted.call(() -> {
                    lock.release();
                    return true;
                });
            }
        } catch (IOException ignored) {
            // Only a closed channel does that, and closing it has dropped the lock.
        }
    }

    private static int[] counts(Object[] state) {
        return (int[]) state[COUNTS];
    }

    private static void create(Path file) throws IOException {
        if (Files.notExists(file)) {
            try {
                Files.createFile(file, LocalDisk.FILE_MODE);
            } catch (FileAlreadyExistsException meanwhile) {
                // Another process was faster.
            }
        }
    }

    private static FileChannel open(Path file) throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (FileSystemException readOnly) {
            // Enough for a shared lock, which is all that a reader wants.
            return FileChannel.open(file, StandardOpenOption.READ);
        }
    }

    private static String key(Path file) throws IOException {
        Object identity = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return identity == null ? file.toRealPath().toString() : identity.toString();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object[]> files() {
        return (Map<String, Object[]>)
                System.getProperties().computeIfAbsent(PROPERTY, absent -> new HashMap<String, Object[]>());
    }
}
