package io.modelops.spi;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Records for tests. A store may expect that a payload says its sequence number and its operation. */
public final class LogRecords {
    private LogRecords() {}

    public static LogRecord record(long sequence) {
        return record(sequence, "something happened");
    }

    /** @param text something that stands in a JSON text as it is */
    public static LogRecord record(long sequence, String text) {
        UUID operation = UUID.randomUUID();
        return new LogRecord(
                sequence,
                operation,
                "{\"v\":1,\"seq\":" + sequence + ",\"op\":\"" + operation + "\",\"body\":{\"text\":\"" + text + "\"}}");
    }

    /** A record whose payload has a given number of bytes. */
    public static LogRecord ofSize(long sequence, int bytes) {
        int empty = record(sequence, "").payload().getBytes(StandardCharsets.UTF_8).length;
        return record(sequence, "x".repeat(bytes - empty));
    }
}
