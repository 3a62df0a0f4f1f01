package io.modelops.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class NumericViewTest {
    @Test
    void find_typesWithANumber_readIt() {
        assertThat(view(Score.class).of(new Score(0.25))).isEqualTo(0.25);
        assertThat(view(Scored.class).of(() -> 0.5)).isEqualTo(0.5);
        assertThat(view(Double.class).of(1.5)).isEqualTo(1.5);
        assertThat(view(Integer.class).of(-3)).isEqualTo(-3);
        assertThat(view(BigDecimal.class).of(new BigDecimal("2.5"))).isEqualTo(2.5);
        assertThat(view(Boolean.class).of(true)).isEqualTo(1);
        assertThat(view(Boolean.class).of(false)).isZero();
    }

    @Test
    void find_arrays_readTheOnlyElement() {
        assertThat(view(float[].class).of(new float[] {0.5f})).isEqualTo(0.5);
        assertThat(view(double[].class).of(new double[] {0.1})).isEqualTo(0.1);
    }

    @Test
    void find_arraysOfAnotherLength_areNotANumber() {
        assertThat(view(float[].class).of(new float[0])).isNaN();
        assertThat(view(float[].class).of(new float[] {1, 2})).isNaN();
        assertThat(view(double[].class).of(new double[] {1, 2})).isNaN();
    }

    @Test
    void find_otherTypes_isEmpty() {
        assertThat(NumericView.find(String.class)).isEmpty();
        assertThat(NumericView.find(Object.class)).isEmpty();
        assertThat(NumericView.find(int[].class)).isEmpty();
    }

    private static <O> NumericView<O> view(Class<O> type) {
        return NumericView.find(type).orElseThrow();
    }
}
