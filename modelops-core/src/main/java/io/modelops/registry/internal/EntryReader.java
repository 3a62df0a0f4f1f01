package io.modelops.registry.internal;

import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.Actor;
import io.modelops.model.Digest;
import io.modelops.model.internal.Json;
import io.modelops.spi.LogRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads log entries in one pass over their bytes, if they have the form in which the library writes them. Opening a long
 * log takes its time here. It never refuses anything: what it does not give back is read and judged by {@link EventCodec}.
 * Safe for use by several threads.
 */
final class EntryReader {
    private static final ValueReader ACTOR = ValueReaders.of(Actor.class);
    private static final ValueReader TEXT = ValueReaders.of(String.class);

    private final int version;
    private final Map<String, ValueReader> bodies = new HashMap<>();

    EntryReader(int version, Map<String, Class<? extends RegistryEvent>> types) {
        this.version = version;
        types.forEach((name, type) -> {
            try {
                bodies.put(name, new RecordReader(type));
            } catch (NotAsWrittenException onlyByDataBinding) {
                // Events of this type take the slow way.
            }
        });
    }

    /** The entry as the record tells it, of which nothing is known to fit the entries before it; or empty. */
    Optional<LogEntry> read(LogRecord record) {
        byte[] payload = record.payload().getBytes(StandardCharsets.UTF_8);
        if (payload.length < 2 || payload[0] != '{' || payload[1] != '"') {
            return Optional.empty(); // Other beginnings could make the parser see another encoding.
        }
        try (JsonParser parser = Json.MAPPER.createParser(payload)) {
            LogEntry entry = new Envelope().read(parser, Digest.of(payload));
            boolean alone = parser.nextToken() == null;
            return alone && entry.operation().equals(record.operation()) && entry.sequence() == record.sequence()
                    ? Optional.of(entry)
                    : Optional.empty();
        } catch (RuntimeException unusual) {
            return Optional.empty();
        }
    }

    /** One entry while it is read. */
    private final class Envelope {
        private @Nullable Integer format;
        private @Nullable Long sequence;
        private @Nullable Digest previous;
        private @Nullable UUID operation;
        private @Nullable Instant at;
        private @Nullable Actor actor;
        private @Nullable String reason;
        private @Nullable String type;
        private @Nullable RegistryEvent event;

        LogEntry read(JsonParser parser, Digest digest) {
            NotAsWrittenException.unless(parser.nextToken() == JsonToken.START_OBJECT);
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                property(name, parser, parser.nextToken());
            }
            NotAsWrittenException.unless(Objects.requireNonNull(format) == version);
            return new LogEntry(
                    Objects.requireNonNull(sequence),
                    digest,
                    Objects.requireNonNull(previous),
                    Objects.requireNonNull(operation),
                    Objects.requireNonNull(at),
                    Objects.requireNonNull(actor),
                    Objects.requireNonNull(reason),
                    Objects.requireNonNull(event));
        }

        private void property(String name, JsonParser parser, JsonToken token) {
            switch (name) {
                case "v" -> format = once(format, number(parser, token).intValue());
                case "seq" -> sequence = once(sequence, number(parser, token));
                case "prev" -> previous = once(previous, new Digest(text(parser, token)));
                case "op" -> operation = once(operation, ValueReaders.uuid(text(parser, token)));
                case "at" -> at = once(at, ValueReaders.time(text(parser, token)));
                case "actor" -> actor = once(actor, (Actor) ACTOR.read(parser));
                case "reason" -> reason = once(reason, (String) TEXT.read(parser));
                case "type" -> type = once(type, (String) TEXT.read(parser));
                case "body" ->
                    event = once(event, (RegistryEvent) Objects.requireNonNull(bodies.get(Objects.requireNonNull(type)))
                            .read(parser));
                default -> parser.skipChildren();
            }
        }

        private static <T> T once(@Nullable T before, T value) {
            NotAsWrittenException.unless(before == null);
            return value;
        }

        private static Long number(JsonParser parser, JsonToken token) {
            NotAsWrittenException.unless(token == JsonToken.VALUE_NUMBER_INT);
            return parser.getLongValue();
        }

        private static String text(JsonParser parser, JsonToken token) {
            NotAsWrittenException.unless(token == JsonToken.VALUE_STRING);
            return parser.getString();
        }
    }
}
