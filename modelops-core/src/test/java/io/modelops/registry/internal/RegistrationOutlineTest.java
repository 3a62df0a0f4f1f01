package io.modelops.registry.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.Actor;
import io.modelops.model.CorruptionException;
import io.modelops.model.Digest;
import io.modelops.model.ModelName;
import io.modelops.spi.LogRecord;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RegistrationOutlineTest {
    private static final EventCodec CODEC = new EventCodec();
    private static final UUID OPERATION = new UUID(7, 1);
    private static final Digest PREVIOUS = Digest.of("the one before");

    static List<Change> samples() {
        return EventSamples.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void of_sample_isOfARegistrationWithoutParentAndSaysWhatItSays(Change change) {
        LogRecord record = record(change);

        if (change.event() instanceof RegistryEvent.Registered registered
                && registered.description().lineage().parent() == null) {
            assertThat(RegistrationOutline.of(record))
                    .contains(new RegistrationOutline(
                            record.digest(), PREVIOUS, registered.model(), registered.version()));
        } else {
            assertThat(RegistrationOutline.of(record)).isEmpty();
        }
    }

    @Test
    void of_textThatLooksLikeAnotherRegistration_isNotMisled() {
        String forged = "\",\"type\":\"Registered\",\"body\":{\"model\":\"other\",\"version\":9,\"parent\":null";
        LogRecord record = record(new Change(EventSamples.BARE.event(), Actor.by("mallory"), forged));

        RegistrationOutline outline = RegistrationOutline.of(record).orElseThrow();

        assertThat(outline.model()).isEqualTo(EventSamples.CHURN);
        assertThat(outline.version()).isEqualTo(1);
    }

    @Test
    void of_recordOfAnotherSequenceOrOperation_isEmpty() {
        String payload = record(EventSamples.BARE).payload();

        assertThat(RegistrationOutline.of(new LogRecord(8, OPERATION, payload))).isEmpty();
        assertThat(RegistrationOutline.of(new LogRecord(7, new UUID(7, 2), payload)))
                .isEmpty();
    }

    @Test
    void of_numberThatNoVersionHas_isEmpty() {
        String payload = record(EventSamples.BARE).payload();

        for (String number : List.of("0", "-1", "99999999999", "1.5", "\"1\"")) {
            assertThat(RegistrationOutline.of(new LogRecord(
                            7, OPERATION, payload.replace("\"version\":1,", "\"version\":" + number + ","))))
                    .as(number)
                    .isEmpty();
        }
    }

    @Test
    void read_storedEntry_isReadOnceAndKept() {
        LogRecord record = record(EventSamples.BARE);
        StoredEntry entry =
                new StoredEntry(record, RegistrationOutline.of(record).orElseThrow(), PREVIOUS, CODEC);
        assertThat(entry.readAlready()).isNull();

        LogEntry read = entry.read();

        assertThat(read).isEqualTo(CODEC.decode(record, 7, PREVIOUS));
        assertThat(entry.read()).isSameAs(read);
        assertThat(entry.readAlready()).isSameAs(read);
    }

    @Test
    void read_entryThatRegistersSomethingElseThanItsOutlineSays_throws() {
        LogRecord record = record(EventSamples.BARE);
        RegistrationOutline other = new RegistrationOutline(record.digest(), PREVIOUS, ModelName.of("other"), 1);

        assertThatThrownBy(() -> new StoredEntry(record, other, PREVIOUS, CODEC).read())
                .isInstanceOf(CorruptionException.class)
                .hasMessageContaining("Entry 7")
                .hasMessageContaining("does not register version 1 of model other")
                .hasMessageContaining("restore it from a copy");
    }

    private static LogRecord record(Change change) {
        return CODEC.encode(7, PREVIOUS, OPERATION, EventSamples.AT, change);
    }
}
