package io.modelops.registry.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.Actor;
import io.modelops.model.CorruptionException;
import io.modelops.model.Digest;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelName;
import io.modelops.model.Quoted;
import io.modelops.model.internal.Json;
import io.modelops.spi.LogRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes log entries as lines of JSON and reads them back. The hash is over the raw bytes, so no canonical form is needed. */
final class EventCodec {
    private static final int FORMAT_VERSION = 1;

    private static final JsonMapper MAPPER = Json.MAPPER
            .rebuild()
            .addMixIn(RegistryEvent.Registered.class, RegisteredForm.class)
            .build();

    private static final Map<String, Class<? extends RegistryEvent>> TYPES = Arrays.stream(
                    RegistryEvent.class.getPermittedSubclasses())
            .filter(type -> type != RegistryEvent.Unrecognized.class)
            .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, type -> type.asSubclass(RegistryEvent.class)));

    private final EntryReader reader = new EntryReader(FORMAT_VERSION, TYPES);

    /**
     * Writes an entry, and makes sure that it can be read back: the log keeps for ever what it has once accepted.
     *
     * @throws InvalidInputException if it is too large, or lacks something that an entry must have
     */
    LogRecord encode(long sequence, Digest previous, UUID operation, Instant at, Change change) {
        ObjectNode line = MAPPER.createObjectNode();
        line.put("v", FORMAT_VERSION);
        line.put("seq", sequence);
        line.put("prev", previous.hex());
        line.put("op", operation.toString());
        line.put("at", at.toString());
        line.put("actor", change.actor().name());
        line.put("reason", change.reason());
        line.put("type", change.event().getClass().getSimpleName());
        line.set("body", MAPPER.valueToTree(change.event()));
        byte[] bytes = line.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > LogRecord.LARGEST) {
            throw new InvalidInputException(
                    "The registry entry for model " + change.event().model() + " has "
                            + bytes.length + " bytes: expected at most " + LogRecord.LARGEST
                            + "; shorten texts, tags or parameters, or register fewer files (pack them in one).");
        }
        // From the bytes, so that memory and disk agree also on a text that has no UTF-8 form.
        LogRecord record = new LogRecord(sequence, operation, new String(bytes, StandardCharsets.UTF_8));
        try {
            decode(record, sequence, previous);
        } catch (CorruptionException unreadable) {
            throw new InvalidInputException(
                    "A " + change.event().getClass().getSimpleName()
                            + " can't be kept in the registry's log, because it could not be read back: "
                            + unreadable.getMessage(),
                    unreadable);
        }
        return record;
    }

    /**
     * Reads an entry.
     *
     * @param sequence the place in the log it was read from
     * @param previous the digest of the entry before it
     * @throws CorruptionException if it is anything else than what {@link #encode} wrote there
     */
    LogEntry decode(LogRecord record, long sequence, Digest previous) {
        return readQuickly(record)
                .filter(entry ->
                        entry.sequence() == sequence && entry.previous().equals(previous))
                // With the very digest that the entry before it has, so that a long log keeps each one once.
                .map(entry -> new LogEntry(
                        sequence,
                        entry.digest(),
                        previous,
                        entry.operation(),
                        entry.at(),
                        entry.actor(),
                        entry.reason(),
                        entry.event()))
                .orElseGet(() -> decodeByDataBinding(record, sequence, previous));
    }

    /** An entry as the record tells it, wherever it stands; or empty if only {@link #decodeByDataBinding} can read it. */
    Optional<LogEntry> readQuickly(LogRecord record) {
        return reader.read(record);
    }

    /** Reads any entry, and says of one that is not acceptable why. */
    LogEntry decodeByDataBinding(LogRecord record, long sequence, Digest previous) {
        try {
            JsonNode line = MAPPER.readTree(record.payload());
            if (line == null || !line.isObject()) {
                throw corrupt(record, "it is not a JSON object", null);
            }
            int version = line.path("v").asInt(0);
            if (version != FORMAT_VERSION) {
                throw corrupt(
                        record, "it has format version " + version + ", this library reads " + FORMAT_VERSION, null);
            }
            if (record.sequence() != sequence || line.path("seq").asLong(-1) != sequence) {
                throw corrupt(
                        record,
                        "it stands in place " + sequence + " but says it is entry "
                                + Quoted.of(line.path("seq").toString()),
                        null);
            }
            UUID operation = field(record, line, "op", UUID::fromString);
            if (!operation.equals(record.operation())) {
                throw corrupt(
                        record, "it was stored for operation " + record.operation() + " but names " + operation, null);
            }
            Digest named = field(record, line, "prev", Digest::new);
            if (!named.equals(previous)) {
                throw corrupt(record, "it names " + named + " as the entry before it, which is " + previous, null);
            }
            return new LogEntry(
                    sequence,
                    record.digest(),
                    previous,
                    operation,
                    field(record, line, "at", Instant::parse),
                    field(record, line, "actor", Actor::new),
                    line.path("reason").asString(""),
                    event(record, line));
        } catch (JacksonException unreadable) {
            throw corrupt(record, "it can't be read (" + Quoted.of(unreadable.getOriginalMessage()) + ")", unreadable);
        }
    }

    private static RegistryEvent event(LogRecord record, JsonNode line) {
        String type = line.path("type").asString("");
        Class<? extends RegistryEvent> known = TYPES.get(type);
        JsonNode body = line.path("body");
        if (type.isBlank()) {
            throw corrupt(record, "it has no type", null);
        }
        if (known == null) {
            return new RegistryEvent.Unrecognized(field(record, body, "model", ModelName::new), type);
        }
        RegistryEvent event = MAPPER.treeToValue(body, known);
        if (event == null) {
            throw corrupt(record, "its " + type + " is empty", null);
        }
        RequiredParts.missing(event).ifPresent(part -> {
            throw corrupt(record, "its " + type + " has no " + part, null);
        });
        return event;
    }

    private static <T> T field(LogRecord record, JsonNode object, String name, Function<String, T> read) {
        String text = object.path(name).asString("");
        try {
            return read.apply(text);
        } catch (RuntimeException notReadable) {
            throw corrupt(record, "its \"" + name + "\" " + Quoted.of(text) + " is not readable", notReadable);
        }
    }

    private static CorruptionException corrupt(LogRecord record, String what, @Nullable Throwable cause) {
        String message = "Entry " + record.sequence() + " of the registry's log is not what was written: " + what
                + ". Nothing was changed; restore the log from a copy, or open it where it is whole.";
        return cause == null ? new CorruptionException(message) : new CorruptionException(message, cause);
    }

    /** Leaves tags out where there are none, so that an entry is the same as before registrations could have any. */
    @SuppressWarnings("unused") // Jackson reads the shape, nobody calls it
    private abstract static class RegisteredForm {
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        abstract Map<String, String> tags();
    }
}
