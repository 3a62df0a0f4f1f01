package io.modelops.registry.internal;

import io.modelops.spi.LogRecord;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/**
 * Finds what a payload says of itself where the library writes it, at its very beginning:
 * <code>{"v":1,"seq":7,"prev":"…","op":"…",</code>. Of the rest nothing is known but that it is ASCII.
 */
final class RecordHead {
    private static final String BEFORE_OPERATION = "\",\"op\":\"";
    private static final char NOT_ASCII = '\uFFFD';
    private static final int DIGEST = 64;
    private static final int OPERATION = 36;

    private RecordHead() {}

    /** The record whose payload lies between two indexes, or empty if only parsing the payload can tell. */
    static Optional<LogRecord> record(byte[] content, int start, int end, long sequence) {
        String beginning = "{\"v\":1,\"seq\":" + sequence + ",\"prev\":\"";
        int previous = beginning.length();
        int operation = previous + DIGEST + BEFORE_OPERATION.length();
        if (end - start < operation + OPERATION) {
            return Optional.empty();
        }
        String text = new String(content, start, end - start, StandardCharsets.US_ASCII);
        boolean ascii = text.indexOf(NOT_ASCII) < 0;
        if (!ascii || !text.startsWith(beginning) || !text.startsWith(BEFORE_OPERATION, previous + DIGEST)) {
            return Optional.empty();
        }
        try {
            UUID named = ValueReaders.uuid(text.substring(operation, operation + OPERATION));
            return Optional.of(new LogRecord(sequence, named, text));
        } catch (NotAsWrittenException | NumberFormatException unusual) {
            return Optional.empty();
        }
    }
}
