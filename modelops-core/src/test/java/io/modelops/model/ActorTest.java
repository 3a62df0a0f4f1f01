package io.modelops.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ActorTest {
    @Test
    void by_name_isKept() {
        assertThat(Actor.by("Ana Müller <ana@example.org>")).hasToString("Ana Müller <ana@example.org>");
        assertThat(Actor.by("x".repeat(128)).name()).hasSize(128);
        assertThat(Actor.SYSTEM).isEqualTo(Actor.by("modelops"));
    }

    static Stream<String> refused() {
        return Stream.of("", "  ", "a\nb", "a\rb", "a\u0000b", "a\u001b[31mb", "a\u0085b", "x".repeat(129));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void by_blankLongOrWithControlCharacters_throwsOneLine(String name) {
        assertThatThrownBy(() -> Actor.by(name))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("expected 1 to 128 characters")
                .hasMessageNotContaining("\n");
    }
}
