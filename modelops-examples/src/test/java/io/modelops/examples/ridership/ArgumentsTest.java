package io.modelops.examples.ridership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    @Test
    void of_nothing_isTheUsual() {
        assertThat(Arguments.of()).isEqualTo(new Arguments(1, null, Path.of("target/ridership-report.html")));
    }

    @Test
    void of_everything_isTaken() {
        assertThat(Arguments.of("--seed", "5", "--keep", "kept", "page.html"))
                .isEqualTo(new Arguments(5, Path.of("kept"), Path.of("page.html")));
    }

    @Test
    void of_optionWithoutValue_saysWhatWasExpected() {
        assertThatThrownBy(() -> Arguments.of("--seed"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[--seed N]");
    }
}
