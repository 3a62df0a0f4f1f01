package io.modelops.deployment.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.model.DataType;
import io.modelops.model.Signature;
import io.modelops.model.TensorSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class GeneratedInputTest {
    enum Plan {
        BASIC,
        PRO
    }

    record Customer(double spend, int calls, String city, Plan plan, Long id, boolean active) {}

    record Strict(double spend) {
        Strict {
            if (spend == 0) {
                throw new IllegalArgumentException("nobody spends nothing");
            }
        }
    }

    record Nested(Customer customer) {}

    @Test
    void of_recordOfSimpleValues_isOneOfZeros() {
        assertThat(GeneratedInput.of(Customer.class, null)).contains(new Customer(0, 0, "", Plan.BASIC, 0L, false));
    }

    @Test
    void of_recordThatRefusesZerosOrHoldsOthers_isEmpty() {
        assertThat(GeneratedInput.of(Strict.class, null)).isEmpty();
        assertThat(GeneratedInput.of(Nested.class, null)).isEmpty();
        assertThat(GeneratedInput.of(String.class, null)).isEmpty();
    }

    @Test
    void of_array_isAsLongAsTheSignatureSaysWithoutTheBatch() {
        assertThat(GeneratedInput.of(float[].class, input(-1, 24)).orElseThrow())
                .hasSize(24);
        assertThat(GeneratedInput.of(float[].class, input(-1, 3, 8, 8)).orElseThrow())
                .hasSize(192);
        assertThat(GeneratedInput.of(double[].class, input(5)).orElseThrow()).hasSize(5);
    }

    @Test
    void of_arrayOfUnknownOrExcessiveLength_isEmpty() {
        assertThat(GeneratedInput.of(float[].class, null)).isEmpty();
        assertThat(GeneratedInput.of(float[].class, input(-1, -1))).isEmpty();
        assertThat(GeneratedInput.of(float[].class, input(-1))).isEmpty();
        assertThat(GeneratedInput.of(float[].class, input(-1, Long.MAX_VALUE, Long.MAX_VALUE)))
                .isEmpty();
        assertThat(GeneratedInput.of(
                        float[].class,
                        new Signature(
                                List.of(
                                        TensorSpec.of("a", DataType.FLOAT32, -1, 2),
                                        TensorSpec.of("b", DataType.FLOAT32, -1, 2)),
                                List.of(TensorSpec.of("y", DataType.FLOAT32, -1)))))
                .isEmpty();
    }

    private static Signature input(long... shape) {
        return new Signature(
                List.of(TensorSpec.of("x", DataType.FLOAT32, shape)),
                List.of(TensorSpec.of("y", DataType.FLOAT32, -1)));
    }
}
