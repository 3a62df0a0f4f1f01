package io.modelops.monitoring.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackoffTest {
    private static final Instant NOW = Instant.parse("2015-10-21T07:28:00Z");

    private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));
    private final Random random = new Random(1);

    @ParameterizedTest
    @CsvSource({"1, 500, 1000", "2, 1000, 2000", "6, 16000, 32000", "7, 30000, 60000", "2000000000, 30000, 60000"})
    void after_attempts_growsToALimitWithJitter(int attempt, long least, long most) {
        for (int time = 0; time < 1_000; time++) {
            assertThat(wait(attempt, null).toMillis()).isBetween(least, most);
        }
        assertThat(wait(attempt, null)).isNotEqualTo(wait(attempt, null));
    }

    @Test
    void after_retryAfter_isWaitedFor() {
        assertThat(wait(1, "120")).isEqualTo(Duration.ofMinutes(2));
        assertThat(wait(1, " 7 ")).isEqualTo(Duration.ofSeconds(7));
        assertThat(wait(1, "Wed, 21 Oct 2015 07:30:00 GMT")).isEqualTo(Duration.ofMinutes(2));
        assertThat(wait(1, "9223372036854775807")).isEqualTo(Duration.ofSeconds(Long.MAX_VALUE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-5", "soon", "1e9", "99999999999999999999", "Wed, 21 Oct 2015 07:20:00 GMT", "٣"})
    void after_retryAfterThatSaysNothing_isTheUsualWait(String header) {
        assertThat(wait(1, header)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
    }

    private Duration wait(int attempt, @Nullable String retryAfter) {
        return backoff.after(attempt, retryAfter, NOW, random);
    }
}
