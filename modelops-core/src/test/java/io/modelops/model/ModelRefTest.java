package io.modelops.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelRefTest {
    private static final ModelName CHURN = ModelName.of("churn");

    @Test
    void parse_number_isNumbered() {
        assertThat(ModelRef.parse("churn:7")).isEqualTo(new ModelRef.Numbered(CHURN, 7));
    }

    @Test
    void parse_alias_isAliased() {
        assertThat(ModelRef.parse("churn@champion")).isEqualTo(new ModelRef.Aliased(CHURN, "champion"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"churn:1", "churn:999999999", "a.b-c_d:12", "churn@a", "churn@champion-2_x", "0@z9"})
    void toString_parsedReference_isTheText(String text) {
        assertThat(ModelRef.parse(text)).hasToString(text);
        assertThat(ModelRef.parse(ModelRef.parse(text).toString())).isEqualTo(ModelRef.parse(text));
    }

    static Stream<String> refused() {
        return Stream.of(
                "",
                "churn",
                "churn:",
                "churn@",
                ":1",
                "@champion",
                "churn:0",
                "churn:01",
                "churn:-1",
                "churn:+1",
                "churn:1.0",
                "churn:1e3",
                "churn: 1",
                "churn:1 ",
                "churn:1000000000",
                "churn:99999999999999999999",
                "churn:١",
                "churn:x",
                "churn@Champion",
                "churn@1st",
                "churn@a.b",
                "churn@a/b",
                "churn@../b",
                "churn@a b",
                "churn@a@b",
                "churn@a:1",
                "churn:1@a",
                "churn:1:2",
                "Churn:1",
                "a/b:1",
                "churn@a\n",
                "churn\n:1",
                "churn@" + "a".repeat(65));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void parse_anyOtherText_throwsOneLine(String text) {
        assertThatThrownBy(() -> ModelRef.parse(text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("expected")
                .hasMessageNotContaining("\n");
    }

    @Test
    void parse_neitherNumberNorAlias_showsBothForms() {
        assertThatThrownBy(() -> ModelRef.parse("churn"))
                .hasMessageContaining("\"churn\" names no version")
                .hasMessageContaining("churn@champion");
    }

    @Test
    void numbered_numberOutsideTheRangeThatParseReads_throws() {
        assertThatThrownBy(() -> new ModelRef.Numbered(CHURN, 0)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new ModelRef.Numbered(CHURN, -1)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new ModelRef.Numbered(CHURN, 1_000_000_000)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void numberedParse_number_isRead() {
        assertThat(ModelRef.Numbered.parse("churn:7")).isEqualTo(new ModelRef.Numbered(CHURN, 7));
    }

    @Test
    void numberedParse_alias_throws() {
        assertThatThrownBy(() -> ModelRef.Numbered.parse("churn@champion"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("names an alias");
    }
}
