package io.modelops.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PredictionIdTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 00000000000000000000000000000000",
        "1, 255, 000000000000000100000000000000ff",
        "-1, -9223372036854775808, ffffffffffffffff8000000000000000",
        "9223372036854775807, 10, 7fffffffffffffff000000000000000a"
    })
    void parse_writtenForm_isReadBack(long origin, long sequence, String text) {
        PredictionId id = new PredictionId(origin, sequence);

        assertThat(id).hasToString(text);
        assertThat(PredictionId.parse(text)).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "0000000000000001000000000000000",
                "000000000000000100000000000000ff0",
                "000000000000000100000000000000FF",
                "000000000000000100000000000000fg",
                " 00000000000000100000000000000ff",
                "000000000000000100000000000000f\n"
            })
    void parse_anythingElse_throwsOneLine(String text) {
        assertThatThrownBy(() -> PredictionId.parse(text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("32 hexadecimal digits")
                .hasMessageNotContaining("\n");
    }
}
