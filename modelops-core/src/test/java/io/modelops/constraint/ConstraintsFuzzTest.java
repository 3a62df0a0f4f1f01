package io.modelops.constraint;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.modelops.fuzz.Allocation;
import io.modelops.model.InvalidInputException;
import java.nio.charset.StandardCharsets;

class ConstraintsFuzzTest {
    @FuzzTest
    void parse_anyText_isRefusedInWordsOrSaysTheSameAgain(byte[] bytes) throws Exception {
        String text = new String(bytes, StandardCharsets.UTF_8);

        Constraints rules = Allocation.bounded(bytes.length, 1 << 20, () -> {
            try {
                return Constraints.parse(text);
            } catch (InvalidInputException refused) {
                assertThat(refused.getMessage()).doesNotContainPattern("[\\p{Cntrl}\\u2028\\u2029\\u202e]");
                return Constraints.of();
            }
        });

        assertThat(Constraints.parse(rules.toString()).all()).isEqualTo(rules.all());
    }
}
