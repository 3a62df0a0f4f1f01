package io.modelops.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class QuotedFuzzTest {
    @FuzzTest
    void of_anyText_isOneShortLineInQuotes(byte[] input) {
        String quoted = Quoted.of(new String(input, StandardCharsets.UTF_8));

        assertThat(quoted)
                .hasSizeLessThan(6 * 256 + 4)
                .startsWith("\"")
                .endsWith("\"")
                .doesNotContainPattern("[\\p{Cntrl}\\p{Cf}\\p{Cs}\\u2028\\u2029]");
        assertThat(quoted.substring(1, quoted.length() - 1)).doesNotContain("\"");
    }
}
