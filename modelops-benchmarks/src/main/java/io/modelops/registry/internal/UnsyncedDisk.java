package io.modelops.registry.internal;

import java.io.IOException;
import java.nio.file.Path;

/** The local disk without its syncs, so that a log of a hundred thousand entries is written in seconds. */
final class UnsyncedDisk extends ForwardingDisk {
    @Override
    public Output create(Path file) throws IOException {
        Output output = super.create(file);
        return new Output() {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                output.write(bytes, offset, length);
            }

            @Override
            public void sync() {}

            @Override
            public void close() throws IOException {
                output.close();
            }
        };
    }

    @Override
    public void sync(Path file) {}

    @Override
    public void syncDirectory(Path directory) {}
}
