package io.modelops.registry.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The local disk, to be changed call by call in tests. */
class ForwardingDisk implements Disk {
    private final Disk disk;

    ForwardingDisk() {
        this(new LocalDisk(Duration.ofSeconds(10)));
    }

    ForwardingDisk(Disk disk) {
        this.disk = disk;
    }

    @Override
    public Output create(Path file) throws IOException {
        return disk.create(file);
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        disk.createDirectory(directory);
    }

    @Override
    public void link(Path file, Path name) throws IOException {
        disk.link(file, name);
    }

    @Override
    public int links(Path file) throws IOException {
        return disk.links(file);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void unlink(Path file) throws IOException {
        disk.unlink(file);
    }

    @Override
    public void sync(Path file) throws IOException {
        disk.sync(file);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        disk.syncDirectory(directory);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        return disk.list(directory);
    }

    @Override
    public long size(Path file) throws IOException {
        return disk.size(file);
    }

    @Override
    public Instant modified(Path file) throws IOException {
        return disk.modified(file);
    }

    @Override
    public InputStream read(Path file) throws IOException {
        return disk.read(file);
    }

    @Override
    public boolean exists(Path file) throws IOException {
        return disk.exists(file);
    }

    @Override
    public long usableSpace(Path directory) {
        return disk.usableSpace(directory);
    }

    @Override
    public boolean isReadOnly(Path directory) {
        return disk.isReadOnly(directory);
    }

    @Override
    public RootLock openLock(Path file) throws IOException {
        return disk.openLock(file);
    }
}
