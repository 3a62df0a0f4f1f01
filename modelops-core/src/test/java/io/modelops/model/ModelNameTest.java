package io.modelops.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "7", "churn", "churn-2.1_b", "a.b.c", "0-", "x_"})
    void of_allowedText_keepsIt(String text) {
        assertThat(ModelName.of(text).value()).isEqualTo(text);
        assertThat(ModelName.of(text)).hasToString(text);
    }

    @Test
    void of_longestText_isAllowedAndOneMoreIsNot() {
        assertThat(ModelName.of("x".repeat(128)).value()).hasSize(128);
        assertThatThrownBy(() -> ModelName.of("x".repeat(129))).isInstanceOf(InvalidInputException.class);
    }

    static Stream<String> refused() {
        return Stream.of(
                "",
                " ",
                ".a",
                "-a",
                "_a",
                "..",
                "a..b",
                "../a",
                "a/b",
                "a\\b",
                "/a",
                "a:1",
                "a@b",
                "Churn",
                "chürn",
                "churn ",
                " churn",
                "churn\n",
                "churn\u0000",
                "a%2e%2e",
                "a\u2215b",
                "a\uFF0Fb",
                "\u202echurn",
                "сhurn",
                "a;b",
                "a*",
                "a?",
                "a\"b",
                "a'b",
                "a<b>");
    }

    @ParameterizedTest
    @MethodSource("refused")
    void of_anyOtherText_throwsAndSaysWhatIsAllowed(String text) {
        assertThatThrownBy(() -> ModelName.of(text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(Quoted.of(text))
                .hasMessageContaining("expected 1 to 128 of a-z")
                .hasMessageNotContaining("\n");
    }

    @Test
    void compareTo_names_ordersThemAsText() {
        assertThat(Stream.of("b", "a-b", "a", "a.b").map(ModelName::of).sorted())
                .isEqualTo(List.of(ModelName.of("a"), ModelName.of("a-b"), ModelName.of("a.b"), ModelName.of("b")));
    }
}
