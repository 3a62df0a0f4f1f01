package io.modelops.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.InvalidInputException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcOptionsTest {
    private final JdbcOptions options = JdbcOptions.defaults();

    @ParameterizedTest
    @ValueSource(strings = {"a", "mo_", "team_a_models_", "a23456789012345678901234567890_"})
    void withTablePrefix_plainName_isKept(String prefix) {
        assertThat(options.withTablePrefix(prefix).tablePrefix()).isEqualTo(prefix);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "_mo",
                "1mo",
                "MO_",
                "mo-",
                "mo.",
                "mo_ ",
                "mo_;DROP TABLE x;--",
                "mo_\"",
                "mo_\n",
                "mö_",
                "a234567890123456789012345678901_"
            })
    void withTablePrefix_anythingElse_throws(String prefix) {
        assertThatThrownBy(() -> options.withTablePrefix(prefix))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Table prefix");
    }

    @Test
    void withTimes_outOfRange_throws() {
        Duration second = Duration.ofSeconds(1);

        assertThatThrownBy(() -> options.withTimes(Duration.ZERO, second, second.multipliedBy(2)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Lock timeout PT0S is out of range");
        assertThatThrownBy(() -> options.withTimes(second, second, Duration.ofHours(2)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Patience PT2H is out of range");
    }

    @Test
    void withTimes_patienceTooShortToOutwaitATransactionThatWasCut_throws() {
        Duration second = Duration.ofSeconds(1);

        assertThatThrownBy(() -> options.withTimes(second, second, second))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("too short");
    }
}
