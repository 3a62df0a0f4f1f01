package io.modelops.registry.internal;

import io.modelops.model.InvalidInputException;
import io.modelops.spi.StoredSummary;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The form of an entry of the side channel: a magic number, the version of the form, topic and node as UTF-8 after their
 * lengths, the begin of the window in milliseconds, the data after its length, and the CRC-32C of all that. Numbers are
 * big-endian.
 */
final class SummaryFile {
    /** The greatest size of a file. */
    static final int LARGEST = StoredSummary.LARGEST + 4096;

    private static final int MAGIC = 0x4d4f5331; // "MOS1"
    private static final byte VERSION = 1;
    private static final int FIXED = 4 + 1 + 2 + 2 + 8 + 4 + 4;

    private SummaryFile() {}

    static byte[] encode(StoredSummary summary) {
        byte[] topic = summary.topic().getBytes(StandardCharsets.UTF_8);
        byte[] node = summary.node().getBytes(StandardCharsets.UTF_8);
        byte[] data = summary.data();
        ByteBuffer file = ByteBuffer.allocate(FIXED + topic.length + node.length + data.length)
                .putInt(MAGIC)
                .put(VERSION)
                .putShort((short) topic.length)
                .put(topic)
                .putShort((short) node.length)
                .put(node)
                .putLong(summary.window().toEpochMilli())
                .putInt(data.length)
                .put(data);
        return file.putInt(checksum(file.array(), file.position())).array();
    }

    /** Reads back what {@link #encode} wrote; empty if it is anything else, or of a later version. */
    static Optional<StoredSummary> decode(byte[] file) {
        ByteBuffer rest = ByteBuffer.wrap(file);
        if (file.length < FIXED
                || file.length > LARGEST
                || rest.getInt(file.length - 4) != checksum(file, file.length - 4)
                || rest.getInt() != MAGIC
                || rest.get() != VERSION) {
            return Optional.empty();
        }
        rest.limit(file.length - 4);
        try {
            String topic = text(rest);
            String node = text(rest);
            if (rest.remaining() < 12) {
                return Optional.empty();
            }
            Instant window = Instant.ofEpochMilli(rest.getLong());
            if (rest.getInt() != rest.remaining()) {
                return Optional.empty();
            }
            byte[] data = new byte[rest.remaining()];
            rest.get(data);
            return Optional.of(new StoredSummary(topic, node, window, data));
        } catch (CharacterCodingException | InvalidInputException notWrittenByUs) {
            return Optional.empty();
        }
    }

    private static String text(ByteBuffer rest) throws CharacterCodingException {
        int length = rest.remaining() < 2 ? -1 : rest.getShort();
        if (length < 0 || length > rest.remaining()) {
            throw new CharacterCodingException();
        }
        byte[] text = new byte[length];
        rest.get(text);
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
    }

    private static int checksum(byte[] file, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(file, 0, length);
        return (int) checksum.getValue();
    }
}
