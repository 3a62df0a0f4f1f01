package io.modelops.registry.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.CorruptionException;
import io.modelops.model.Digest;
import io.modelops.spi.LogRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The quick way of reading an entry never gives anything else than the thorough one. */
class EntryReaderTest {
    private static final EventCodec CODEC = new EventCodec();
    private static final UUID OPERATION = new UUID(7, 1);
    private static final Digest PREVIOUS = Digest.of("the one before");
    private static final byte[] CHANGES = "0\"}{,:x \\e".getBytes(StandardCharsets.US_ASCII);

    /** The types of events that make a log long. */
    private static final Set<Class<?>> FREQUENT = Set.of(
            RegistryEvent.Registered.class,
            RegistryEvent.AliasMoved.class,
            RegistryEvent.Validated.class,
            RegistryEvent.Tagged.class,
            RegistryEvent.Approved.class);

    static List<Change> samples() {
        return EventSamples.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void readQuickly_sample_isWhatDataBindingReads(Change change) {
        LogRecord record = record(change);

        Optional<LogEntry> quick = CODEC.readQuickly(record);

        if (FREQUENT.contains(change.event().getClass())) {
            assertThat(quick).isPresent();
        }
        assertThat(CODEC.decodeByDataBinding(record, 7, PREVIOUS))
                .isEqualTo(quick.orElseGet(() -> CODEC.decode(record, 7, PREVIOUS)));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void readQuickly_anyByteChanged_isWhatDataBindingReadsOrLeftToIt(Change change) {
        byte[] payload = record(change).payload().getBytes(StandardCharsets.UTF_8);

        assertThatCode(() -> {
                    for (int index = 0; index < payload.length; index++) {
                        byte original = payload[index];
                        for (byte changed : CHANGES) {
                            payload[index] = changed;
                            requireSame(new String(payload, StandardCharsets.UTF_8));
                        }
                        payload[index] = original;
                    }
                })
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-02T03:04:05Z",
                "2026-01-02T03:04:05.6Z",
                "2026-01-02T03:04:05.678Z",
                "2026-01-02T03:04:05.000078Z",
                "2026-01-02T03:04:05.000000001Z",
                "2024-02-29T23:59:59.999999999Z",
                "0000-01-01T00:00:00Z"
            })
    void time_ofOurDays_isWhatTheLibraryOfJavaReads(String text) {
        assertThat(ValueReaders.time(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-02T03:04:05.Z",
                "2026-02-29T03:04:05Z",
                "2026-01-02T24:00:00Z",
                "2026-01-02 03:04:05Z",
                "2026-01-02T03:04:60Z",
                "2026-01-02T03:04:05.0000000001Z",
                "+002026-01-02T03:04:05Z",
                "2026-01-02T03:04:05+00Z"
            })
    void time_ofAnotherForm_isLeftToTheThoroughWay(String text) {
        assertThat(CODEC.readQuickly(new LogRecord(
                        7, OPERATION, record(EventSamples.BARE).payload().replace(EventSamples.AT.toString(), text))))
                .isEmpty();
    }

    @Test
    void readQuickly_unusualForms_areLeftToDataBinding() {
        String payload = record(EventSamples.BARE).payload();

        assertThat(List.of(
                        " " + payload,
                        "\uFEFF" + payload,
                        payload + "{}",
                        payload.replace("\"reason\":\"\",", ""),
                        payload.replace("\"version\":1", "\"version\":1,\"version\":1"),
                        payload.replace("\"version\":1", "\"version\":\"1\""),
                        payload.replace("\"v\":1", "\"v\":2"),
                        payload.replace("\"text\":\"\"", "\"text\":null"),
                        payload.replace(OPERATION.toString(), "7-0-0-0-1")))
                .allSatisfy(unusual -> assertThat(CODEC.readQuickly(new LogRecord(7, OPERATION, unusual)))
                        .isEmpty());
    }

    @Test
    void readQuickly_propertyOfANewerVersion_isSkipped() {
        String payload = record(EventSamples.BARE).payload();

        requireSame(payload.replace("\"text\":\"\"", "\"text\":\"\",\"future\":{\"text\":[1,null]}"));
        assertThat(CODEC.readQuickly(new LogRecord(
                        7,
                        OPERATION,
                        payload.replace("\"text\":\"\"", "\"text\":\"\",\"future\":{\"text\":[1,null]}"))))
                .isPresent();
    }

    private static LogRecord record(Change change) {
        return CODEC.encode(7, PREVIOUS, OPERATION, EventSamples.AT, change);
    }

    private static void requireSame(String payload) {
        LogRecord record = new LogRecord(7, OPERATION, payload);
        CODEC.readQuickly(record).ifPresent(quick -> {
            try {
                assertThat(CODEC.decodeByDataBinding(record, 7, quick.previous()))
                        .as(payload)
                        .isEqualTo(quick);
            } catch (CorruptionException refused) {
                throw new AssertionError("accepted the quick way, but refused: " + payload, refused);
            }
        });
    }
}
