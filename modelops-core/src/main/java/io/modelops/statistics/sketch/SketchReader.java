package io.modelops.statistics.sketch;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads what a {@link SketchWriter} wrote, in the order in which it was written. Never takes more memory than a small
 * multiple of the bytes it was given, whatever they say. Not thread-safe.
 */
public final class SketchReader {
    private final ByteBuffer content;

    /**
     * Opens the bytes of a summary.
     *
     * @param kind what they should hold
     * @param bytes the bytes; not modified
     * @throws IllegalArgumentException if they are no summary, of another kind or a later version, cut or damaged
     */
    public SketchReader(SketchKind kind, byte[] bytes) {
        ByteBuffer frame = ByteBuffer.wrap(bytes);
        if (bytes.length < SketchWriter.HEADER || frame.getInt() != SketchWriter.MAGIC) {
            throw refused("they don't begin with the mark of one");
        }
        int version = frame.get();
        if (version != SketchWriter.VERSION) {
            throw refused("they have version " + version + ", this library reads version " + SketchWriter.VERSION);
        }
        int code = frame.get();
        if (code != kind.code()) {
            throw refused("they are of kind " + code + "; expected " + kind.code() + ", " + kind);
        }
        int length = frame.getInt();
        if (length != bytes.length - SketchWriter.HEADER) {
            throw refused("they say " + length + " bytes of content but have " + (bytes.length - SketchWriter.HEADER));
        }
        if (frame.getInt() != SketchWriter.checksum(bytes)) {
            throw refused("their checksum does not fit: they were damaged");
        }
        this.content = frame;
    }

    /**
     * Reads a count.
     *
     * @return the count, 0 or more
     * @throws IllegalArgumentException if the bytes end or hold none
     */
    public long count() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE - 1; shift += 7) {
            long next = take(1).get();
            value |= (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw refused("a count is longer than 63 bits");
    }

    /**
     * Reads how many elements follow.
     *
     * @param least how many bytes each of them takes at least, 1 or more
     * @return a number of elements that the remaining bytes can hold
     * @throws IllegalArgumentException if the bytes can't hold so many
     */
    public int size(int least) {
        long size = count();
        if (size > content.remaining() / least) {
            throw refused("they announce " + size + " elements where " + content.remaining() + " bytes are left");
        }
        return (int) size;
    }

    /**
     * Reads a number.
     *
     * @return any number
     * @throws IllegalArgumentException if the bytes end
     */
    public double number() {
        return Double.longBitsToDouble(bits());
    }

    /**
     * Reads 64 bits.
     *
     * @return the bits
     * @throws IllegalArgumentException if the bytes end
     */
    public long bits() {
        return take(Long.BYTES).getLong();
    }

    /**
     * Reads bytes.
     *
     * @return a new array
     * @throws IllegalArgumentException if fewer are left than announced
     */
    public byte[] bytes() {
        return bytes(count());
    }

    private byte[] bytes(long announced) {
        if (announced > content.remaining()) {
            throw refused("they announce " + announced + " bytes where " + content.remaining() + " are left");
        }
        byte[] value = new byte[(int) announced];
        content.get(value);
        return value;
    }

    /**
     * Reads a text.
     *
     * @return the text
     * @throws IllegalArgumentException if fewer bytes are left than announced
     */
    public String text() {
        long announced = count();
        byte[] encoded = bytes(announced >>> 1);
        return (announced & 1) == 0
                ? new String(encoded, StandardCharsets.UTF_8)
                : ByteBuffer.wrap(encoded).asCharBuffer().toString();
    }

    /**
     * Checks that everything was read.
     *
     * @throws IllegalArgumentException if something is left
     */
    public void end() {
        if (content.hasRemaining()) {
            throw refused(content.remaining() + " bytes are left at the end");
        }
    }

    private ByteBuffer take(int bytes) {
        if (content.remaining() < bytes) {
            throw refused("they end too early");
        }
        return content;
    }

    private static IllegalArgumentException refused(String why) {
        return new IllegalArgumentException("The bytes are no summary that can be read: " + why);
    }
}
