package io.modelops.registry.internal;

import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.Actor;
import io.modelops.model.CorruptionException;
import io.modelops.model.Digest;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelName;
import io.modelops.model.internal.Json;
import io.modelops.spi.LogRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes log entries as lines of JSON and reads them back. The hash is over the raw bytes, so no canonical form is needed. */
final class EventCodec {
    private static final int FORMAT_VERSION = 1;

    private static final Map<String, Class<? extends RegistryEvent>> TYPES = Arrays.stream(
                    RegistryEvent.class.getPermittedSubclasses())
            .filter(type -> type != RegistryEvent.Unrecognized.class)
            .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, type -> type.asSubclass(RegistryEvent.class)));

    LogRecord encode(long sequence, Digest previous, UUID operation, Instant at, Change change) {
        ObjectNode line = Json.MAPPER.createObjectNode();
        line.put("v", FORMAT_VERSION);
        line.put("seq", sequence);
        line.put("prev", previous.hex());
        line.put("op", operation.toString());
        line.put("at", at.toString());
        line.put("actor", change.actor().name());
        line.put("reason", change.reason());
        line.put("type", change.event().getClass().getSimpleName());
        line.set("body", Json.MAPPER.valueToTree(change.event()));
        String payload = line.toString();
        int bytes = payload.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LogRecord.LARGEST) {
            throw new InvalidInputException("The registry entry for model " + change.event().model() + " has " + bytes
                    + " bytes: expected at most " + LogRecord.LARGEST
                    + "; shorten texts, tags or parameters, or register fewer files (pack them in one).");
        }
        return new LogRecord(sequence, operation, payload);
    }

    LogEntry decode(LogRecord record, Digest previous) {
        try {
            JsonNode line = Json.MAPPER.readTree(record.payload());
            if (line == null || !line.isObject()) {
                throw corrupt(record, "it is not a JSON object", null);
            }
            int version = line.path("v").asInt(0);
            if (version != FORMAT_VERSION) {
                throw corrupt(record, "it has format version " + version + ", this library reads " + FORMAT_VERSION, null);
            }
            if (line.path("seq").asLong(-1) != record.sequence()) {
                throw corrupt(record, "it says it is entry " + line.path("seq"), null);
            }
            Digest named = field(record, line, "prev", Digest::new);
            if (!named.equals(previous)) {
                throw corrupt(record, "it names " + named + " as the entry before it, which is " + previous, null);
            }
            return new LogEntry(
                    record.sequence(),
                    record.digest(),
                    previous,
                    field(record, line, "op", UUID::fromString),
                    field(record, line, "at", Instant::parse),
                    field(record, line, "actor", Actor::new),
                    line.path("reason").asString(""),
                    event(record, line));
        } catch (JacksonException unreadable) {
            throw corrupt(record, unreadable.getOriginalMessage(), unreadable);
        }
    }

    private static RegistryEvent event(LogRecord record, JsonNode line) {
        String type = line.path("type").asString("");
        Class<? extends RegistryEvent> known = TYPES.get(type);
        JsonNode body = line.path("body");
        if (known == null) {
            return new RegistryEvent.Unrecognized(field(record, body, "model", ModelName::new), type);
        }
        RegistryEvent event = Json.MAPPER.treeToValue(body, known);
        if (event == null || event.model() == null) {
            throw corrupt(record, "its " + type + " names no model", null);
        }
        return event;
    }

    private static <T> T field(LogRecord record, JsonNode object, String name, Function<String, T> read) {
        String text = object.path(name).asString("");
        try {
            return read.apply(text);
        } catch (RuntimeException notReadable) {
            throw corrupt(record, "its \"" + name + "\" is not readable (" + notReadable.getMessage() + ")", notReadable);
        }
    }

    private static CorruptionException corrupt(
            LogRecord record, String what, @Nullable Throwable cause) {
        String message = "Entry " + record.sequence() + " of the registry's log is not what was written: " + what
                + ". Nothing was changed; restore the log from a copy, or open it where it is whole.";
        return cause == null ? new CorruptionException(message) : new CorruptionException(message, cause);
    }
}
