package io.modelops.registry.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.Actor;
import io.modelops.model.CorruptionException;
import io.modelops.model.Digest;
import io.modelops.model.InvalidInputException;
import io.modelops.spi.LogRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventCodecTest {
    private static final UUID OPERATION = new UUID(0, 1);
    private static final EventCodec CODEC = new EventCodec();
    private static final LogRecord FIRST =
            CODEC.encode(1, LogEntry.BEFORE_FIRST, OPERATION, EventSamples.AT, EventSamples.BARE);

    @Test
    void samples_permittedEventTypes_areAllThere() {
        assertThat(EventSamples.all().stream()
                        .<Class<?>>map(change -> change.event().getClass())
                        .collect(Collectors.toSet()))
                .as("a new type of event needs a sample, and a line in events-v1.jsonl")
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(RegistryEvent.class.getPermittedSubclasses())
                        .filter(type -> type != RegistryEvent.Unrecognized.class)
                        .toList());
    }

    static List<Change> samples() {
        return EventSamples.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void decode_encodedChange_isTheSame(Change change) {
        Digest previous = Digest.of("the one before");

        LogRecord record = CODEC.encode(7, previous, OPERATION, EventSamples.AT, change);
        LogEntry entry = CODEC.decode(record, 7, previous);

        assertThat(entry)
                .isEqualTo(new LogEntry(
                        7,
                        Digest.of(record.payload()),
                        previous,
                        OPERATION,
                        EventSamples.AT,
                        change.actor(),
                        change.reason(),
                        change.event()));
        assertThat(record.payload()).doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-1000000000-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "+1000000000-12-31T23:59:59.999999999Z"})
    void decode_anyInstant_isTheSame(Instant at) {
        LogRecord record = CODEC.encode(1, LogEntry.BEFORE_FIRST, OPERATION, at, EventSamples.BARE);

        assertThat(CODEC.decode(record, 1, LogEntry.BEFORE_FIRST).at()).isEqualTo(at);
    }

    /** What is in this file is in logs, and has to be readable for ever: lines may be added, never changed. */
    @Test
    void decode_linesOfTheFirstForm_areTheSamples() throws IOException {
        List<String> lines = golden();
        List<Change> samples = EventSamples.all();
        assertThat(lines).hasSameSizeAs(samples);

        Digest previous = LogEntry.BEFORE_FIRST;
        for (int index = 0; index < lines.size(); index++) {
            long sequence = index + 1L;
            LogRecord record = new LogRecord(sequence, new UUID(0, sequence), lines.get(index));
            LogEntry entry = CODEC.decode(record, sequence, previous);
            assertThat(new Change(entry.event(), entry.actor(), entry.reason()))
                    .as("line %d", sequence)
                    .isEqualTo(samples.get(index));
            assertThat(entry.at()).isEqualTo(EventSamples.AT);
            previous = entry.digest();
        }
        // tail -n 1 events-v1.jsonl | tr -d '\n' | sha256sum
        assertThat(previous.hex()).isEqualTo("a4e1f1d9a3e43e9fdf88a1347a0e20d476f9fabcf3285eda61505258df3853a8");
    }

    @Test
    void encode_samples_areTheLinesOfTodaysForm() throws IOException {
        assertThat(EventSamples.log()).extracting(LogRecord::payload).containsExactlyElementsOf(golden());
    }

    @Test
    void decode_unknownType_isKeptAsUnrecognized() {
        LogRecord record = altered("\"type\":\"Registered\"", "\"type\":\"Blessed\",\"saint\":[1,{}]");

        LogEntry entry = CODEC.decode(record, 1, LogEntry.BEFORE_FIRST);

        assertThat(entry.event()).isEqualTo(new RegistryEvent.Unrecognized(EventSamples.CHURN, "Blessed"));
        assertThat(entry.digest()).isEqualTo(record.digest());
    }

    @Test
    void decode_propertiesOfANewerVersion_areSkipped() {
        LogRecord record = altered("\"version\":1", "\"version\":1,\"colour\":{\"r\":[1,null]}");

        assertThat(CODEC.decode(record, 1, LogEntry.BEFORE_FIRST).event()).isEqualTo(EventSamples.BARE.event());
    }

    static Stream<Arguments> alterations() {
        return Stream.of(
                Arguments.of("\"v\":1", "\"v\":2", "it has format version 2, this library reads 1"),
                Arguments.of("\"v\":1,", "", "it has format version 0"),
                Arguments.of("\"seq\":1", "\"seq\":2", "it stands in place 1 but says it is entry \"2\""),
                Arguments.of("\"seq\":1,", "", "says it is entry"),
                Arguments.of("\"prev\":\"0", "\"prev\":\"1", "as the entry before it, which is sha256:0000"),
                Arguments.of("\"prev\":\"0", "\"prev\":\"x", "its \"prev\""),
                Arguments.of(
                        "\"op\":\"00000000-0000-0000-0000-000000000001\"",
                        "\"op\":\"00000000-0000-0000-0000-000000000002\"",
                        "but names 00000000-0000-0000-0000-000000000002"),
                Arguments.of("\"op\":\"00000000-", "\"op\":\"x-", "its \"op\""),
                Arguments.of("\"at\":\"2026-01-02T", "\"at\":\"2026-13-02T", "its \"at\" \"2026-13-02T"),
                Arguments.of("\"at\":", "\"when\":", "its \"at\" \"\""),
                Arguments.of("\"actor\":\"test\"", "\"actor\":\"\"", "its \"actor\""),
                Arguments.of("\"actor\":\"test\"", "\"actor\":\"a\\nb\"", "its \"actor\" \"a\\u000ab\""),
                Arguments.of("\"type\":\"Registered\"", "\"type\":\"\"", "it has no type"),
                Arguments.of("\"type\":\"Registered\",", "", "it has no type"),
                Arguments.of("\"body\":{", "\"body\":null,\"other\":{", "is empty"),
                Arguments.of("\"body\":{", "\"body\":[],\"other\":{", "it can't be read"),
                Arguments.of("\"body\":{", "\"body\":\"x\",\"other\":{", "it can't be read"),
                Arguments.of("\"model\":\"churn\"", "\"model\":null", "its Registered has no model"),
                Arguments.of("\"model\":\"churn\"", "\"model\":\"../churn\"", "it can't be read"),
                Arguments.of("\"version\":1", "\"version\":null", "it can't be read"),
                Arguments.of("\"version\":1", "\"version\":\"one\"", "it can't be read"),
                Arguments.of("\"version\":1", "\"version\":99999999999", "it can't be read"),
                Arguments.of("\"description\":{", "\"description\":null,\"other\":{", "has no description"),
                Arguments.of("\"format\":\"onnx\"", "\"format\":null", "it can't be read"),
                Arguments.of("\"manifest\":{", "\"manifest\":null,\"other\":{", "has no description.manifest"),
                Arguments.of("\"path\":\"churn.onnx\"", "\"path\":\"../churn.onnx\"", "it can't be read"),
                Arguments.of("\"bytes\":3", "\"bytes\":-3", "it can't be read"),
                Arguments.of("\"bytes\":3", "\"bytes\":1e400", "it can't be read"),
                Arguments.of("\"metrics\":{}", "\"metrics\":{\"auc\":null}", "has no description.metrics.value"),
                Arguments.of("\"lineage\":{", "\"lineage\":null,\"other\":{", "has no description.lineage"),
                Arguments.of("\"text\":\"\"", "\"text\":null", "has no description.text"));
    }

    @ParameterizedTest
    @MethodSource("alterations")
    void decode_alteredLine_throwsAndSaysWhat(String written, String instead, String what) {
        assertThatThrownBy(() -> CODEC.decode(altered(written, instead), 1, LogEntry.BEFORE_FIRST))
                .isInstanceOf(CorruptionException.class)
                .hasMessageStartingWith("Entry 1 of the registry's log is not what was written: ")
                .hasMessageContaining(what)
                .hasMessageNotContaining("\n");
    }

    static Stream<String> broken() {
        String payload = FIRST.payload();
        return Stream.of(
                "",
                " ",
                "null",
                "7",
                "[]",
                "\"text\"",
                "{}",
                "{",
                payload.substring(0, payload.length() - 1),
                payload.substring(1),
                payload + "}",
                payload + payload,
                "\u0000" + payload,
                "[".repeat(60_000),
                "{\"v\":".repeat(10_000),
                "{\"v\":1,\"seq\":" + "1".repeat(60_000) + "}",
                "{\"v\":1e999999999,\"seq\":1e999999999}");
    }

    @ParameterizedTest
    @MethodSource("broken")
    void decode_brokenLine_throws(String payload) {
        LogRecord record = new LogRecord(1, OPERATION, payload);

        assertThatThrownBy(() -> CODEC.decode(record, 1, LogEntry.BEFORE_FIRST))
                .isInstanceOf(CorruptionException.class)
                .hasMessageContaining("restore the log from a copy");
    }

    @ParameterizedTest
    @CsvSource({"2, it stands in place 2", "0, it stands in place 0"})
    void decode_atAnotherPlace_throws(long sequence, String what) {
        assertThatThrownBy(() -> CODEC.decode(FIRST, sequence, LogEntry.BEFORE_FIRST))
                .isInstanceOf(CorruptionException.class)
                .hasMessageContaining(what);
    }

    @Test
    void decode_afterAnotherEntry_throws() {
        assertThatThrownBy(() -> CODEC.decode(FIRST, 1, Digest.of("another")))
                .isInstanceOf(CorruptionException.class)
                .hasMessageContaining("as the entry before it");
    }

    @Test
    void encode_largestEntry_isAllowedAndOneByteMoreIsNot() {
        int empty = withReason("").payload().getBytes(StandardCharsets.UTF_8).length;
        int room = LogRecord.LARGEST - empty;

        assertThat(withReason("x".repeat(room)).payload()).hasSize(LogRecord.LARGEST);
        assertThatThrownBy(() -> withReason("x".repeat(room + 1)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("has 65537 bytes: expected at most 65536");
        assertThatThrownBy(() -> withReason("ä".repeat(room / 2 + 1))).isInstanceOf(InvalidInputException.class);
    }

    @Test
    @SuppressWarnings("NullAway") // As a caller without null checks may do.
    void encode_eventThatCouldNotBeReadBack_throws() {
        RegistryEvent event = new RegistryEvent.Tagged(EventSamples.CHURN, 1, null, "value");
        Change change = new Change(event, Actor.SYSTEM, "");

        assertThatThrownBy(() -> CODEC.encode(1, LogEntry.BEFORE_FIRST, OPERATION, EventSamples.AT, change))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("its Tagged has no key");
    }

    private static LogRecord withReason(String reason) {
        Change change = new Change(EventSamples.BARE.event(), Actor.SYSTEM, reason);
        return CODEC.encode(1, LogEntry.BEFORE_FIRST, OPERATION, EventSamples.AT, change);
    }

    private static LogRecord altered(String written, String instead) {
        assertThat(FIRST.payload()).containsOnlyOnce(written);
        return new LogRecord(1, OPERATION, FIRST.payload().replace(written, instead));
    }

    private static List<String> golden() throws IOException {
        try (InputStream file = EventCodecTest.class.getResourceAsStream("events-v1.jsonl")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }
}
