package io.modelops.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuotedTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "churn", "Größe in m²", "模型", "a'b<c>&d", "x…y"})
    void of_printableText_isOnlyQuoted(String text) {
        assertThat(Quoted.of(text)).isEqualTo("\"" + text + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "10, line feed",
        "13, carriage return",
        "0, NUL",
        "9, tab",
        "27, escape, which starts ANSI colours",
        "127, delete",
        "133, next line of C1",
        "155, control sequence introducer of C1",
        "8232, line separator",
        "8233, paragraph separator",
        "8238, right-to-left override",
        "8294, left-to-right isolate",
        "8203, zero width space",
        "65279, byte order mark",
        "173, soft hyphen",
        "34, the quote itself",
        "92, backslash",
        "55357, half a pair"
    })
    void of_characterThatCouldForgeALine_isEscaped(int codePoint, String what) {
        String quoted = Quoted.of("a" + (char) codePoint + "b");

        assertThat(quoted).as(what).isEqualTo(String.format("\"a\\u%04xb\"", codePoint));
    }

    @Test
    void of_forgedLogLine_staysOneLine() {
        assertThat(Quoted.of("x\r\n2026-01-01 INFO ana approved churn:7"))
                .isEqualTo("\"x\\u000d\\u000a2026-01-01 INFO ana approved churn:7\"");
    }

    @Test
    void of_longText_isCutAt256Characters() {
        assertThat(Quoted.of("x".repeat(256))).isEqualTo("\"" + "x".repeat(256) + "\"");
        assertThat(Quoted.of("x".repeat(257))).isEqualTo("\"" + "x".repeat(256) + "…\"");
        assertThat(Quoted.of("\n".repeat(100_000))).hasSize(1 + 256 * 6 + 2);
    }
}
