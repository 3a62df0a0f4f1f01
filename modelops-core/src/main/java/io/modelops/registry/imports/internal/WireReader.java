package io.modelops.registry.imports.internal;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads the wire form of protocol buffers field by field. What is not asked for is skipped, and nothing longer than the
 * caller allows is ever held in memory. Field numbers, lengths and nesting that do not fit are refused.
 */
final class WireReader {
    static final int NUMBER = 0;
    static final int BYTES = 2;

    private final InputStream in;
    private final long size;
    private long position;
    private long valueEnd;
    private int field;
    private int form;
    private long number;

    WireReader(InputStream in, long size) {
        this.in = in;
        this.size = size;
    }

    /** Where the whole message ends. */
    long end() {
        return size;
    }

    /** Goes into the message that the present field is, and returns where it ends. */
    long enter() {
        long end = valueEnd;
        valueEnd = position;
        return end;
    }

    /** Goes on to the next field of a message; a value that was not read is skipped. */
    boolean next(long end) throws IOException {
        skipTo(valueEnd);
        if (position >= end) {
            return false;
        }
        long tag = varint(5, end);
        if (tag >>> 3 == 0 || tag >>> 32 != 0) {
            throw refused("has a field without a valid number");
        }
        field = (int) (tag >>> 3);
        form = (int) (tag & 7);
        long length = switch (form) {
            case NUMBER -> {
                number = varint(10, end);
                yield 0;
            }
            case 1 -> 8;
            case BYTES -> varint(10, end);
            case 5 -> 4;
            default -> throw refused("has a field of unknown form");
        };
        if (length < 0 || length > end - position) {
            throw refused("has a field that is longer than what holds it");
        }
        valueEnd = position + length;
        return true;
    }

    /** Whether the present field has this number and form. */
    boolean is(int wantedField, int wantedForm) {
        return field == wantedField && form == wantedForm;
    }

    int field() {
        return field;
    }

    boolean isBytes() {
        return form == BYTES;
    }

    /** The number in the present field. */
    long number() {
        return number;
    }

    /** How many bytes the present field has. */
    long length() {
        return valueEnd - position;
    }

    /** The text in the present field. */
    String text(int longest) throws IOException {
        if (length() > longest) {
            throw refused("has a text of " + length() + " bytes where " + longest + " are the most");
        }
        int length = (int) length();
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        position += length;
        return new String(bytes, StandardCharsets.UTF_8);
    }

    RefusedException refused(String what) {
        return new RefusedException("", "it " + what + ", at byte " + position);
    }

    private void skipTo(long target) throws IOException {
        if (target > position) {
            in.skipNBytes(target - position);
            position = target;
        }
    }

    private long varint(int most, long end) throws IOException {
        long value = 0;
        for (int index = 0; index < most; index++) {
            if (position >= end) {
                throw refused("ends in the middle of a field");
            }
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            position++;
            value |= (long) (next & 0x7F) << (7 * index);
            if (next < 0x80) {
                return value;
            }
        }
        throw refused("has a number of too many bytes");
    }
}
