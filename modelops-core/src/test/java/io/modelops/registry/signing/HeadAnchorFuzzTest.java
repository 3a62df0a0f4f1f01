package io.modelops.registry.signing;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.modelops.model.InvalidInputException;
import java.nio.charset.StandardCharsets;

class HeadAnchorFuzzTest {
    @FuzzTest
    void parse_anyLine_isRefusedOrWrittenBackAsItWas(byte[] bytes) {
        String line = new String(bytes, StandardCharsets.UTF_8);
        HeadAnchor anchor;
        try {
            anchor = HeadAnchor.parse(line);
        } catch (InvalidInputException refused) {
            assertThat(refused.getMessage()).doesNotContainPattern("[\\p{Cntrl}\\u2028\\u2029\\u202e]");
            return;
        }
        assertThat(anchor.line()).isEqualTo(line);
        assertThat(anchor.isBy(TestKeys.ANAS)).isFalse();
    }
}
