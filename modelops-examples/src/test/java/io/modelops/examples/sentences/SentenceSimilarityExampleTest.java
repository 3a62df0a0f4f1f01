package io.modelops.examples.sentences;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SentenceSimilarityExampleTest {
    @Test
    void run_realTransformer_ordersMeaningsAndSwapsWithoutAFailure() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        SentenceResult result = SentenceSimilarityExample.run(new PrintStream(bytes, true, StandardCharsets.UTF_8));

        assertThat(result.right()).isEqualTo(result.pairs()).isEqualTo(4);
        assertThat(result.before()).isPositive();
        assertThat(result.after()).isPositive();
        assertThat(result.failed()).isZero();
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines().reduce((earlier, last) -> last))
                .hasValueSatisfying(last -> assertThat(last).startsWith("sentences ok pairs=4 right=4"));
    }

    @Test
    void holds_aFailedRequest_saysSo() {
        SentenceResult result = new SentenceResult(4, 4, 10, 10, 1);

        assertThat(result.holds()).isFalse();
        assertThat(result.line()).startsWith("sentences FAILED").endsWith("failed=1");
    }
}
