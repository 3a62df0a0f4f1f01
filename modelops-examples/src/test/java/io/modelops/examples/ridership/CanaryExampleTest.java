package io.modelops.examples.ridership;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.deployment.Rollout.Outcome;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CanaryExampleTest {
    @Test
    void run_onRealDelayedLabels_rollsTheWorseVersionBackAndPromotesTheOther() throws Exception {
        CanaryResult result =
                CanaryExample.run(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));

        assertThat(result.worse().kind()).as(result.worse().why()).isEqualTo(Outcome.Kind.ROLLED_BACK);
        assertThat(result.worse().why()).startsWith("mae on 100 labels: challenger ");
        assertThat(result.better().promoted()).as(result.better().why()).isTrue();
        assertThat(result.serves()).isEqualTo(result.thorough());
        assertThat(result.line()).startsWith("canary ok days=");
    }
}
