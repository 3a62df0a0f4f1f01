package io.modelops.registry.internal;

import io.modelops.event.RegistryEvent;
import io.modelops.model.CorruptionException;
import io.modelops.model.Digest;
import io.modelops.model.Quoted;
import io.modelops.model.StoreException;
import io.modelops.model.internal.Json;
import io.modelops.spi.LogRecord;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The form of a log file: the payload, a line feed, {@code sha256:} and the hexadecimal digest of the payload's bytes, a
 * line feed; then, in files of a registry that signs, one more line that starts with {@code sig:}. The payload itself
 * says which entry it is ({@code seq}) and which operation caused it ({@code op}).
 */
final class RecordFile {
    /** The greatest size that is read. The rest beyond the payload is for the digest and a signature. */
    static final int LARGEST = LogRecord.LARGEST + 4096;

    private static final String DIGEST = "sha256:";
    private static final Set<String> NAMES_NEW_CONTENT =
            Set.of(RegistryEvent.Registered.class.getSimpleName(), RegistryEvent.Validated.class.getSimpleName());
    private static final int DIGEST_LINE = DIGEST.length() + 64 + 1;
    private static final byte[] SIGNATURE = "sig:".getBytes(StandardCharsets.US_ASCII);

    private RecordFile() {}

    /** What a payload says of itself. */
    private record Identity(
            @Nullable String operation,
            long sequence,
            @Nullable String type) {}

    /**
     * Checks a record and returns its payload's bytes.
     *
     * @throws StoreException if it is too large, is not one line of JSON, or does not say of itself what the record says
     */
    static byte[] payload(LogRecord record) {
        byte[] payload = record.payload().getBytes(StandardCharsets.UTF_8);
        if (record.sequence() < 1) {
            throw refused(record, "sequence numbers start at 1");
        }
        if (payload.length > LogRecord.LARGEST) {
            throw refused(
                    record,
                    "its payload has " + payload.length + " bytes, at most " + LogRecord.LARGEST + " are allowed");
        }
        if (record.payload().indexOf('\n') >= 0) {
            throw refused(record, "its payload has more than one line");
        }
        Identity identity;
        try {
            identity = identity(payload);
        } catch (JacksonException unreadable) {
            throw refused(record, "its payload is not JSON (" + unreadable.getOriginalMessage() + ")");
        }
        if (!record.operation().toString().equals(identity.operation) || record.sequence() != identity.sequence) {
            throw refused(
                    record,
                    "its payload has to say \"seq\":" + record.sequence() + " and \"op\":\"" + record.operation()
                            + "\"");
        }
        return payload;
    }

    /** Whether content was put for the record, which then is not the small change that a reserve is kept for. */
    static boolean namesNewContent(LogRecord record) {
        String type = identity(record.payload().getBytes(StandardCharsets.UTF_8)).type;
        return type != null && NAMES_NEW_CONTENT.contains(type);
    }

    /** The bytes of a record's file. */
    static byte[] encode(LogRecord record) {
        byte[] payload = payload(record);
        String end = "\n" + DIGEST + Digest.of(payload).hex() + "\n";
        byte[] file = Arrays.copyOf(payload, payload.length + end.length());
        System.arraycopy(end.getBytes(StandardCharsets.US_ASCII), 0, file, payload.length, end.length());
        return file;
    }

    /**
     * Reads back what {@link #encode} wrote.
     *
     * @param sequence the number in the file's name
     * @throws CorruptionException if it is anything else
     */
    static LogRecord decode(byte[] file, long sequence, Path path) {
        if (file.length > LARGEST) {
            throw corrupt(path, "it has more than the " + LARGEST + " bytes that a record may have");
        }
        int end = indexOf(file, 0);
        if (end < 0 || end > LogRecord.LARGEST) {
            throw corrupt(path, "it has no first line of at most " + LogRecord.LARGEST + " bytes");
        }
        byte[] payload = Arrays.copyOf(file, end);
        int rest = end + 1 + DIGEST_LINE;
        String expected = DIGEST + Digest.of(payload).hex() + "\n";
        byte[] digestLine = Arrays.copyOfRange(file, end + 1, Math.max(end + 1, Math.min(rest, file.length)));
        if (!Arrays.equals(digestLine, expected.getBytes(StandardCharsets.US_ASCII))) {
            throw corrupt(path, "its second line is not the digest of its first");
        }
        if (rest < file.length && !isSignature(file, rest)) {
            throw corrupt(path, "it goes on after the digest");
        }
        return record(payload, sequence, path);
    }

    /** Reads a payload that is known to be whole. */
    static LogRecord record(byte[] payload, long sequence, Path path) {
        try {
            Identity identity = identity(payload);
            if (identity.sequence != sequence) {
                throw corrupt(path, "it holds record " + identity.sequence);
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload))
                    .toString();
            String written = String.valueOf(identity.operation);
            UUID operation = UUID.fromString(written);
            if (!operation.toString().equals(written)) {
                // Java also reads shorter forms, which are never written; two writings of one operation would be two.
                throw corrupt(path, "its operation " + Quoted.of(written) + " is not in the form of a UUID");
            }
            return new LogRecord(sequence, operation, text);
        } catch (JacksonException | CharacterCodingException | IllegalArgumentException unreadable) {
            throw corrupt(path, "its first line can't be read (" + Quoted.of(unreadable.toString()) + ")");
        }
    }

    private static Identity identity(byte[] payload) {
        String operation = null;
        String type = null;
        long sequence = 0;
        try (JsonParser parser = Json.MAPPER.createParser(payload)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                    JsonToken value = parser.nextToken();
                    if (name.equals("op") && value == JsonToken.VALUE_STRING) {
                        operation = parser.getString();
                    } else if (name.equals("type") && value == JsonToken.VALUE_STRING) {
                        type = parser.getString();
                    } else if (name.equals("seq") && value == JsonToken.VALUE_NUMBER_INT) {
                        sequence = parser.getLongValue();
                    } else {
                        parser.skipChildren();
                    }
                }
            }
        }
        return new Identity(operation, sequence, type);
    }

    private static boolean isSignature(byte[] file, int from) {
        return Arrays.equals(file, from, Math.min(from + SIGNATURE.length, file.length), SIGNATURE, 0, SIGNATURE.length)
                && indexOf(file, from) == file.length - 1;
    }

    private static int indexOf(byte[] file, int from) {
        for (int index = from; index < file.length; index++) {
            if (file[index] == '\n') {
                return index;
            }
        }
        return -1;
    }

    private static StoreException refused(LogRecord record, String why) {
        return new StoreException("Record " + record.sequence() + " of operation " + record.operation()
                + " was not stored: " + why + ".");
    }

    private static CorruptionException corrupt(Path path, String what) {
        return new CorruptionException("Log file " + path + " is not what was written: " + what
                + ". Nothing was changed; bring the file back from a backup, and check the disk.");
    }
}
