package io.modelops.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class ModelRefFuzzTest {
    @FuzzTest
    void parse_anyText_isRefusedOrWrittenBackAsItWas(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        ModelRef reference;
        try {
            reference = ModelRef.parse(text);
        } catch (InvalidInputException refused) {
            assertThat(refused.getMessage()).doesNotContainPattern("[\\p{Cntrl}\\u2028\\u2029\\u202e]");
            return;
        }
        assertThat(reference).hasToString(text);
        assertThat(ModelRef.parse(reference.toString())).isEqualTo(reference);
    }
}
