package io.modelops.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TensorSpecTest {
    private static final TensorSpec BATCH = TensorSpec.of("input", DataType.FLOAT32, -1, 20);

    @Test
    void of_shape_isKept() {
        assertThat(BATCH.shape()).containsExactly(-1L, 20L);
        assertThat(BATCH).hasToString("input FLOAT32[-1, 20]");
        assertThat(TensorSpec.of("scalar", DataType.INT64).shape()).isEmpty();
    }

    @Test
    void of_blankNameOrSizeBelowMinusOne_throws() {
        assertThatThrownBy(() -> TensorSpec.of(" ", DataType.INT8))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("needs a name");
        assertThatThrownBy(() -> TensorSpec.of("x", DataType.INT8, 3, -2))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("[3, -2]");
    }

    @Test
    void accepts_sameOrMoreSpecific_isTrue() {
        assertThat(BATCH.accepts(BATCH)).isTrue();
        assertThat(BATCH.accepts(TensorSpec.of("input", DataType.FLOAT32, 1, 20)))
                .isTrue();
        // Beyond the cache of boxed numbers, where comparing references would fail.
        assertThat(TensorSpec.of("input", DataType.FLOAT32, 4_096)
                        .accepts(TensorSpec.of("input", DataType.FLOAT32, 4_096)))
                .isTrue();
    }

    @Test
    void accepts_anyDifference_isFalse() {
        assertThat(TensorSpec.of("input", DataType.FLOAT32, 1, 20).accepts(BATCH))
                .isFalse();
        assertThat(BATCH.accepts(TensorSpec.of("input", DataType.FLOAT32, -1, 21)))
                .isFalse();
        assertThat(BATCH.accepts(TensorSpec.of("input", DataType.FLOAT32, -1, -1)))
                .isFalse();
        assertThat(BATCH.accepts(TensorSpec.of("input", DataType.FLOAT32, -1))).isFalse();
        assertThat(BATCH.accepts(TensorSpec.of("input", DataType.FLOAT64, -1, 20)))
                .isFalse();
        assertThat(BATCH.accepts(TensorSpec.of("other", DataType.FLOAT32, -1, 20)))
                .isFalse();
    }
}
