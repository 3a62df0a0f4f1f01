package io.modelops.registry.internal;

import io.modelops.model.CorruptionException;
import io.modelops.model.Digest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Checks the bytes that pass through against their digest when the end is reached. Skipping reads them too. */
final class VerifyingInputStream extends FilterInputStream {
    private static final int SKIP_BUFFER = 1 << 13;

    private final CourteousHash hash = new CourteousHash();
    private final Digest expected;
    private final String name;
    private boolean verified;

    VerifyingInputStream(InputStream content, Digest expected, String name) {
        super(content);
        this.expected = expected;
        this.name = name;
    }

    @Override
    public int read() throws IOException {
        byte[] single = new byte[1];
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        if (read >= 0) {
            hash.add(bytes, offset, read);
        } else {
            verify();
        }
        return read;
    }

    @Override
    public long skip(long count) throws IOException {
        byte[] buffer = new byte[SKIP_BUFFER];
        long skipped = 0;
        while (skipped < count) {
            int read = read(buffer, 0, (int) Math.min(buffer.length, count - skipped));
            if (read < 0) {
                break;
            }
            skipped += read;
        }
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void verify() {
        if (!verified) {
            Digest actual = hash.digest();
            if (!actual.equals(expected)) {
                throw new CorruptionException(
                        "Content file " + name + " is not what was written: its bytes have the digest "
                                + actual
                                + ". Bring the file back from a backup, or remove it and register the model again; and "
                                + "check the disk.");
            }
            verified = true;
        }
    }
}
