package io.modelops.registry.internal;

import io.modelops.registry.internal.SimulatedFiles.File;
import io.modelops.registry.internal.SimulatedFiles.Node;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The disk of a simulated machine as one process sees it. Before each call others may take their turns, and after each
 * that changes something the power may be cut.
 */
final class SimulatedDisk implements Disk {
    private static final Set<String> LOOSE = Set.of("tmp", "trash", "lock");

    private final SimulatedFiles files;
    private final InstantSource clock;
    private final Runnable turn;
    private final Runnable changed;
    private final Set<SimulatedLock.Held> holds = new HashSet<>();

    /**
     * @param turn is called before each call; what it throws ends the process
     * @param changed is called after each call that changed something
     */
    SimulatedDisk(SimulatedFiles files, InstantSource clock, Runnable turn, Runnable changed) {
        this.files = files;
        this.clock = clock;
        this.turn = turn;
        this.changed = changed;
    }

    /** Ends the holds that the process has, because it died. */
    void die() {
        SimulatedLock.releaseAll(holds);
    }

    @Override
    public Output create(Path file) throws IOException {
        turn.run();
        File created = files.create(file, clock.instant());
        changed.run();
        return new Output() {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                turn.run();
                files.write(created, bytes, offset, length, clock.instant());
                changed.run();
            }

            @Override
            public void sync() {
                turn.run();
                files.sync(created);
                changed.run();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        turn.run();
        files.createDirectory(directory, LOOSE.contains(String.valueOf(directory.getFileName())));
        changed.run();
    }

    @Override
    public void link(Path file, Path name) throws IOException {
        turn.run();
        files.link(file, name);
        changed.run();
    }

    @Override
    public int links(Path file) throws IOException {
        turn.run();
        return files.file(file).links;
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        turn.run();
        files.rename(from, to);
        changed.run();
    }

    @Override
    public void unlink(Path file) throws IOException {
        turn.run();
        files.unlink(file);
        changed.run();
    }

    @Override
    public void sync(Path file) throws IOException {
        turn.run();
        files.sync(files.file(file));
        changed.run();
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        turn.run();
        files.syncDirectory(directory);
        changed.run();
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        turn.run();
        return files.directory(directory).names.values().stream()
                .filter(name -> name.current() != null)
                .map(name -> name.text)
                .toList();
    }

    @Override
    public long size(Path file) throws IOException {
        turn.run();
        return files.file(file).length;
    }

    @Override
    public Instant modified(Path file) throws IOException {
        turn.run();
        return files.file(file).modified;
    }

    @Override
    public InputStream read(Path file) throws IOException {
        turn.run();
        File read = files.file(file);
        return new ByteArrayInputStream(read.bytes, 0, read.length);
    }

    @Override
    public boolean exists(Path file) {
        turn.run();
        Node node = files.node(file);
        return node != null;
    }

    @Override
    public long usableSpace(Path directory) {
        return files.free();
    }

    @Override
    public boolean isReadOnly(Path directory) {
        return false;
    }

    @Override
    public RootLock openLock(Path file) throws IOException {
        turn.run();
        if (files.node(file) == null) {
            files.create(file, clock.instant());
            changed.run();
        }
        return new SimulatedLock(files.lock(file), turn, holds);
    }
}
