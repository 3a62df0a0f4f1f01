package io.modelops.registry.internal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files of a machine that may lose its power. It promises as little as a file system may: bytes last after a sync of
 * their file, names after a sync of their directory, and until then each name and each file by itself may be on the disk
 * in any state it has had, in no order. One thread at a time.
 */
final class SimulatedFiles {
    private static final String FULL = "No space left on device";
    /** How many unsynced changes of temporary names are kept apart; a disk writes back the older ones by itself. */
    private static final int MOST_LOOSE = 12;

    private final Map<Path, Directory> directories = new HashMap<>();
    private final Set<Name> unsettled = new LinkedHashSet<>();
    private final Set<File> unsynced = new LinkedHashSet<>();
    private final Map<Path, SimulatedLock.State> locks = new HashMap<>();
    private final Directory root;
    private int nodes;
    private long settled;
    private long free = 1L << 40;

    SimulatedFiles() {
        root = new Directory(nodes++, Path.of("/").toAbsolutePath(), false);
        directories.put(root.path, root);
    }

    /** What a name can stand for. */
    abstract static sealed class Node permits Directory, File {
        final int id;

        private Node(int id) {
            this.id = id;
        }
    }

    /** A directory. */
    static final class Directory extends Node {
        final Path path;
        /** Whether nobody who opens a registry looks into it. */
        final boolean loose;

        final Map<String, Name> names = new LinkedHashMap<>();

        private Directory(int id, Path path, boolean loose) {
            super(id);
            this.path = path;
            this.loose = loose;
        }

        private boolean isTemporary() {
            return path.endsWith("tmp");
        }
    }

    /** The content that one or more names stand for. */
    static final class File extends Node {
        byte[] bytes = new byte[0];
        /** How many bytes are there. */
        int length;
        /** How many of them were synced. */
        int synced;

        Instant modified;
        int links;
        /** Whether it has or had a name that somebody looks for who opens a registry. */
        boolean visible;

        /** Whether it was made under such a name, and not under a temporary one. */
        private final boolean direct;

        private File(int id, Instant modified, boolean direct) {
            super(id);
            this.modified = modified;
            this.direct = direct;
            this.visible = direct;
        }

        private int unsyncedBytes() {
            return length - synced;
        }
    }

    /** A name in a directory: what the disk has for it, and what it became since. */
    static final class Name {
        final Directory directory;
        final String text;
        final List<@Nullable Node> changes = new ArrayList<>();

        @Nullable
        Node durable;

        private Name(Directory directory, String text) {
            this.directory = directory;
            this.text = text;
        }

        @Nullable
        Node current() {
            return changes.isEmpty() ? durable : changes.get(changes.size() - 1);
        }
    }

    /** Names of which the disk may have another state than the programs see. */
    Set<Name> unsettled() {
        return unsettled;
    }

    /** Files of which the disk may not have all bytes. */
    Set<File> unsynced() {
        return unsynced;
    }

    /** Stands for all that the disk has for sure. */
    long settled() {
        return settled;
    }

    Directory root() {
        return root;
    }

    Map<Path, Directory> directories() {
        return directories;
    }

    SimulatedLock.State lock(Path file) {
        return locks.computeIfAbsent(file, none -> new SimulatedLock.State());
    }

    /** Sets how many bytes can still be written. */
    void setFree(long bytes) {
        free = bytes;
    }

    long free() {
        return free;
    }

    File create(Path path, Instant now) throws IOException {
        Directory directory = directory(path.getParent());
        requireFree(directory, path);
        File file = new File(nodes++, now, !directory.loose);
        change(directory, path, file);
        return file;
    }

    void write(File file, byte[] bytes, int offset, int length, Instant now) throws IOException {
        int written = (int) Math.min(length, free);
        if (!file.direct && (file.synced > 0 || file.visible)) {
            throw new IllegalStateException("a file is written, synced and named, in this order, or the sums lie");
        }
        if (file.unsyncedBytes() == 0 && written > 0) {
            unsynced.add(file);
            settled ^= ofDirect(file);
        }
        file.bytes = Arrays.copyOf(file.bytes, file.length + written);
        System.arraycopy(bytes, offset, file.bytes, file.length, written);
        file.length += written;
        file.modified = now;
        free -= written;
        if (written < length) {
            throw new IOException(FULL);
        }
    }

    void sync(File file) {
        file.synced = file.length;
        if (unsynced.remove(file)) {
            settled ^= ofDirect(file);
        }
    }

    private static long ofDirect(File file) {
        return file.direct ? mix(file.id, file.length) : 0;
    }

    void createDirectory(Path path, boolean loose) throws IOException {
        if (directories.containsKey(path)) {
            return;
        }
        Directory parent = directory(path.getParent());
        requireFree(parent, path);
        Directory directory = new Directory(nodes++, path, loose);
        directories.put(path, directory);
        change(parent, path, directory);
    }

    void link(Path from, Path to) throws IOException {
        File file = file(from);
        Directory directory = directory(to.getParent());
        requireFree(directory, to);
        change(directory, to, file);
    }

    void rename(Path from, Path to) throws IOException {
        File file = file(from);
        change(directory(to.getParent()), to, file);
        change(directory(from.getParent()), from, null);
    }

    void unlink(Path path) throws IOException {
        file(path);
        change(directory(path.getParent()), path, null);
    }

    void syncDirectory(Path path) throws IOException {
        for (Name name : List.copyOf(directory(path).names.values())) {
            settle(name);
        }
    }

    Directory directory(@Nullable Path path) throws NoSuchFileException {
        Directory directory = directories.get(path);
        if (directory == null) {
            throw new NoSuchFileException(String.valueOf(path));
        }
        return directory;
    }

    File file(Path path) throws IOException {
        Node node = node(path);
        if (node instanceof File file) {
            return file;
        }
        throw node == null
                ? new NoSuchFileException(path.toString())
                : new FileSystemException(path.toString(), null, "it is not a regular file");
    }

    /** What a path stands for, null if for nothing. */
    @Nullable
    Node node(Path path) {
        Path parent = path.getParent();
        if (parent == null) {
            return root;
        }
        Directory directory = directories.get(parent);
        Name name = directory == null ? null : directory.names.get(nameOf(path));
        return name == null ? null : name.current();
    }

    /** Puts something on the disk of a new machine. */
    File restore(Path path, byte[] bytes, Instant modified, @Nullable File same) {
        Directory directory = directories.get(path.getParent());
        if (directory == null) {
            throw new IllegalArgumentException(path + " has no directory");
        }
        File file = same;
        if (file == null) {
            file = new File(nodes++, modified, !directory.loose);
            file.bytes = bytes;
            file.length = bytes.length;
            file.synced = bytes.length;
            settled ^= ofDirect(file);
        }
        file.links++;
        file.visible |= !directory.loose;
        restore(directory, path, file);
        return file;
    }

    /** Puts a directory on the disk of a new machine. */
    void restoreDirectory(Path path, boolean loose) {
        Directory parent = directories.get(path.getParent());
        if (parent == null) {
            throw new IllegalArgumentException(path + " has no directory");
        }
        Directory directory = new Directory(nodes++, path, loose);
        directories.put(path, directory);
        restore(parent, path, directory);
    }

    private void restore(Directory directory, Path path, Node node) {
        Name name = new Name(directory, nameOf(path));
        name.durable = node;
        settled ^= contribution(name, node);
        directory.names.put(name.text, name);
    }

    /** What a name adds to the sum that stands for an image. */
    static long contribution(Name name, @Nullable Node node) {
        return node == null || name.directory.loose
                ? 0
                : mix((long) name.directory.id << 32 | name.text.hashCode(), node.id + 1L);
    }

    /** Makes one number of two, such that no two pairs are likely to give the same. */
    static long mix(long one, long other) {
        long sum = one * 0x9E3779B97F4A7C15L + (other + 1) * 0xD1B54A32D192ED03L;
        sum = (sum ^ sum >>> 30) * 0xBF58476D1CE4E5B9L;
        sum = (sum ^ sum >>> 27) * 0x94D049BB133111EBL;
        return sum ^ sum >>> 31;
    }

    private void change(Directory directory, Path path, @Nullable Node node) {
        Name name = directory.names.computeIfAbsent(nameOf(path), text -> new Name(directory, text));
        if (name.current() instanceof File before && --before.links == 0) {
            free += before.length;
        }
        if (node instanceof File after) {
            after.links++;
            after.visible |= !directory.loose;
        }
        name.changes.add(node);
        unsettled.remove(name);
        unsettled.add(name);
        if (directory.isTemporary()) {
            writeBack();
        }
    }

    private void writeBack() {
        List<Name> loose = unsettled.stream()
                .filter(entry -> entry.directory.isTemporary())
                .toList();
        for (int index = 0; index < loose.size() - MOST_LOOSE; index++) {
            settle(loose.get(index));
        }
    }

    private void settle(Name name) {
        if (unsettled.remove(name)) {
            Node node = name.current();
            settled ^= contribution(name, name.durable) ^ contribution(name, node);
            name.durable = node;
            name.changes.clear();
        }
        if (name.durable == null) {
            name.directory.names.remove(name.text);
        }
    }

    private void requireFree(Directory directory, Path path) throws FileAlreadyExistsException {
        Name name = directory.names.get(nameOf(path));
        if (name != null && name.current() != null) {
            throw new FileAlreadyExistsException(path.toString());
        }
    }

    private static String nameOf(Path path) {
        return String.valueOf(path.getFileName());
    }
}
