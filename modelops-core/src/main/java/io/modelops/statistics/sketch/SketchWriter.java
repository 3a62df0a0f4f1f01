package io.modelops.statistics.sketch;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Writes the one binary form of summaries: the bytes {@code MOSK}, a version, the code of the kind, the length of the
 * content (4 bytes), the CRC-32C of all that comes before and of the content (4 bytes), the content. Numbers are
 * big-endian; counts take 7 bits per byte, the lowest first. Not thread-safe.
 *
 * @see SketchReader
 */
public final class SketchWriter {
    static final int MAGIC = 0x4D4F534B;
    static final byte VERSION = 1;
    static final int HEADER = 14;

    private final SketchKind kind;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    /**
     * Starts the bytes of a summary.
     *
     * @param kind what they hold
     */
    public SketchWriter(SketchKind kind) {
        this.kind = kind;
    }

    /**
     * Writes a count.
     *
     * @param value the count, 0 or more
     * @return this writer
     * @throws IllegalArgumentException if the count is negative
     */
    public SketchWriter count(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("count was " + value + "; expected 0 or more");
        }
        long rest = value;
        while (rest > 0x7F) {
            content.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        content.write((int) rest);
        return this;
    }

    /**
     * Writes a number with all of its 64 bits.
     *
     * @param value any number
     * @return this writer
     */
    public SketchWriter number(double value) {
        return bits(Double.doubleToLongBits(value));
    }

    /**
     * Writes 64 bits.
     *
     * @param value the bits
     * @return this writer
     */
    public SketchWriter bits(long value) {
        content.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
        return this;
    }

    /**
     * Writes bytes and how many they are.
     *
     * @param value the bytes
     * @return this writer
     */
    public SketchWriter bytes(byte[] value) {
        count(value.length);
        content.writeBytes(value);
        return this;
    }

    /**
     * Writes a text: in UTF-8, or character by character if it holds half of a pair, which UTF-8 can't say.
     *
     * @param value the text
     * @return this writer
     */
    public SketchWriter text(String value) {
        boolean plain = StandardCharsets.UTF_8.newEncoder().canEncode(value);
        byte[] encoded;
        if (plain) {
            encoded = value.getBytes(StandardCharsets.UTF_8);
        } else {
            ByteBuffer characters = ByteBuffer.allocate(value.length() * Character.BYTES);
            characters.asCharBuffer().put(value);
            encoded = characters.array();
        }
        count((long) encoded.length << 1 | (plain ? 0 : 1));
        content.writeBytes(encoded);
        return this;
    }

    /**
     * Finishes.
     *
     * @return a new array with all that was written, under its header
     */
    public byte[] toBytes() {
        byte[] written = content.toByteArray();
        ByteBuffer frame = ByteBuffer.allocate(HEADER + written.length)
                .putInt(MAGIC)
                .put(VERSION)
                .put((byte) kind.code())
                .putInt(written.length)
                .putInt(0)
                .put(written);
        return frame.putInt(HEADER - 4, checksum(frame.array())).array();
    }

    static int checksum(byte[] frame) {
        CRC32C crc = new CRC32C();
        crc.update(frame, 0, HEADER - 4);
        crc.update(frame, HEADER, frame.length - HEADER);
        return (int) crc.getValue();
    }
}
