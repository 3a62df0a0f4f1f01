package io.modelops.registry.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.Actor;
import io.modelops.model.Digest;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadAnchorTest {
    private static final Digest REGISTRY = Digest.of("first");
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678901234Z");
    private static final HeadAnchor ANCHOR = HeadAnchor.sign(REGISTRY, entry(7), AT, TestKeys.ANA);

    @Test
    void parse_line_isTheSameAnchorByTheSameKey() {
        HeadAnchor read = HeadAnchor.parse(ANCHOR.line());

        assertThat(read).isEqualTo(ANCHOR);
        assertThat(read.isBy(TestKeys.ANAS)).isTrue();
        assertThat(read.isBy(TestKeys.BENS)).isFalse();
        assertThat(read.sequence()).isEqualTo(7);
        assertThat(read.at()).isEqualTo(AT);
        assertThat(ANCHOR.line()).isPrintable().matches("\\p{ASCII}{1,2000}");
    }

    @Test
    void parse_anyBitFlipped_isRefusedOrNotByTheKey() {
        byte[] line = ANCHOR.line().getBytes(StandardCharsets.US_ASCII);
        for (int bit = 0; bit < line.length * 8; bit++) {
            byte[] flipped = line.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);

            assertThat(counts(new String(flipped, StandardCharsets.ISO_8859_1)))
                    .as("bit %d", bit)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"'\"v\":1', '\"v\":2'", "'\"seq\":7', '\"seq\":0'", "'{', '{ '", "'}', '}}'", "2026-01-02T, 2026-13-02T"
    })
    void parse_altered_throws(String one, String other) {
        assertThatThrownBy(() -> HeadAnchor.parse(ANCHOR.line().replace(one, other)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Anchor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "{\"v\":1}"})
    void parse_noAnchor_throws(String line) {
        assertThatThrownBy(() -> HeadAnchor.parse(line)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void parse_endlessLine_throws() {
        assertThatThrownBy(() -> HeadAnchor.parse("x".repeat(1_000_000)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("1000000 characters");
    }

    @Test
    void of_severalLines_areInOrderOfTheirEntries() {
        HeadAnchor later = HeadAnchor.sign(REGISTRY, entry(9), AT, TestKeys.BEN);

        HeadAnchors anchors = HeadAnchors.of(List.of(later.line(), ANCHOR.line()), TestKeys.ANAS, TestKeys.BENS);

        assertThat(anchors.all()).containsExactly(ANCHOR, later);
        assertThat(anchors.newest()).isEqualTo(later);
    }

    @Test
    void of_oneThatNoTrustedKeySigned_throwsAndNamesIt() {
        HeadAnchor foreign = HeadAnchor.sign(REGISTRY, entry(9), AT, TestKeys.BEN);

        assertThatThrownBy(() -> HeadAnchors.of(List.of(ANCHOR.line(), foreign.line()), TestKeys.ANAS))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("number 2")
                .hasMessageContaining("entry 9");
    }

    @Test
    void of_nothing_throwsBecauseItProvesNothing() {
        assertThatThrownBy(() -> HeadAnchors.of(List.of(), TestKeys.ANAS)).isInstanceOf(InvalidInputException.class);
    }

    private static boolean counts(String line) {
        try {
            return HeadAnchor.parse(line).isBy(TestKeys.ANAS);
        } catch (InvalidInputException refused) {
            return false;
        }
    }

    private static LogEntry entry(long sequence) {
        return new LogEntry(
                sequence,
                Digest.of("entry " + sequence),
                Digest.of("before"),
                new UUID(0, sequence),
                AT,
                Actor.SYSTEM,
                "",
                new RegistryEvent.Approved(ModelName.of("churn"), 1));
    }
}
