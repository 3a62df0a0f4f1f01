package io.modelops.registry.internal;

import io.modelops.model.Digest;
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

    /** Where the digest of the entry before stands in a payload that begins as the library writes it, or -1 if it does not. */
    static int previousIn(String payload, long sequence) {
        String beginning = "{\"v\":1,\"seq\":" + sequence + ",\"prev\":\"";
        int previous = beginning.length();
        boolean asWritten = payload.length() >= operationAfter(previous) + OPERATION
                && payload.startsWith(beginning)
                && payload.startsWith(BEFORE_OPERATION, previous + DIGEST);
        return asWritten ? previous : -1;
    }

    /** The digest that stands at a place. */
    static Digest digestAt(String payload, int previous) {
        return new Digest(payload.substring(previous, previous + DIGEST));
    }

    /** The operation's id that follows the digest at a place. */
    static String operationOf(String payload, int previous) {
        int operation = operationAfter(previous);
        return payload.substring(operation, operation + OPERATION);
    }

    private static int operationAfter(int previous) {
        return previous + DIGEST + BEFORE_OPERATION.length();
    }

    /** The record whose payload lies between two indexes, or empty if only parsing the payload can tell. */
    static Optional<LogRecord> record(byte[] content, int start, int end, long sequence) {
        String text = new String(content, start, end - start, StandardCharsets.US_ASCII);
        boolean ascii = text.indexOf(NOT_ASCII) < 0;
        int previous = ascii ? previousIn(text, sequence) : -1;
        if (previous < 0) {
            return Optional.empty();
        }
        try {
            UUID named = ValueReaders.uuid(operationOf(text, previous));
            return Optional.of(new LogRecord(sequence, named, text));
        } catch (NotAsWrittenException | NumberFormatException unusual) {
            return Optional.empty();
        }
    }
}
