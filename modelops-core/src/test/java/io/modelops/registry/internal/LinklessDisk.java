package io.modelops.registry.internal;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A disk without hard links, as FAT has none. */
final class LinklessDisk extends ForwardingDisk {
    LinklessDisk() {}

    LinklessDisk(Disk disk) {
        super(disk);
    }

    @Override
    public void link(Path file, Path name) throws IOException {
        throw new FileSystemException(name.toString(), file.toString(), "Operation not permitted");
    }
}
