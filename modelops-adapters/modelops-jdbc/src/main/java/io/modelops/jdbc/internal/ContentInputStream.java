package io.modelops.jdbc.internal;

import io.modelops.model.CorruptionException;
import io.modelops.model.Digest;
import io.modelops.model.StoreException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * Reads content piece by piece and checks it against its digest at the end. Between two pieces it has no connection, so a
 * slow reader is nobody's burden.
 */
public final class ContentInputStream extends InputStream {
    private final ContentTables tables;
    private final ContentTables.Content content;
    private final Digest expected;
    private final MessageDigest computation = Digest.algorithm();
    private byte[] chunk = new byte[0];
    private int position;
    private int next;
    private long arrived;
    private boolean verified;

    /** Of content that is there. */
    public ContentInputStream(ContentTables tables, ContentTables.Content content, Digest expected) {
        this.tables = tables;
        this.content = content;
        this.expected = expected;
    }

    @Override
    public int read() {
        return ensureBytes() ? chunk[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        if (!ensureBytes()) {
            return -1;
        }
        int count = Math.min(length, chunk.length - position);
        System.arraycopy(chunk, position, bytes, offset, count);
        position += count;
        return count;
    }

    private boolean ensureBytes() {
        while (position == chunk.length) {
            if (arrived >= content.size()) {
                verify();
                return false;
            }
            fetch();
        }
        return true;
    }

    private void fetch() {
        chunk = tables.chunk(content.upload(), next).orElseThrow(this::missing);
        if (chunk.length == 0) {
            throw corrupt("piece " + next + " is empty");
        }
        computation.update(chunk);
        arrived += chunk.length;
        position = 0;
        next++;
    }

    private RuntimeException missing() {
        if (!tables.isThere(content.upload())) {
            return new StoreException("Content " + expected + " was removed while it was read.");
        }
        return corrupt("piece " + next + " is missing");
    }

    private void verify() {
        if (verified) {
            return;
        }
        if (arrived != content.size()) {
            throw corrupt("it has " + arrived + " bytes instead of " + content.size());
        }
        Digest actual = Digest.finish(computation);
        if (!actual.equals(expected)) {
            throw corrupt("its bytes have the digest " + actual);
        }
        verified = true;
    }

    private CorruptionException corrupt(String what) {
        return new CorruptionException("Content " + expected + " is not what was stored: " + what
                + ". Restore the tables from a copy, or remove it and register the model again.");
    }
}
