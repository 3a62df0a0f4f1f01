package io.modelops.deployment.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

class SizeLearnerTest {
    private static int learnt(SizeLearner learner, int batches, IntToLongFunction time) {
        for (int batch = 0; batch < batches; batch++) {
            int size = learner.limit();
            learner.took(size, time.applyAsLong(size));
        }
        return learner.limit();
    }

    @Test
    void limit_beforeAnyBatch_isOne() {
        assertThat(new SizeLearner(64, 1_000).limit()).isEqualTo(1);
    }

    @Test
    void limit_underLoad_doublesAndStaysWhereTheLineMeetsTheObjective() {
        SizeLearner learner = new SizeLearner(64, 1_000);

        assertThat(learnt(learner, 1, size -> 100 + 50L * size)).isEqualTo(2);
        assertThat(learnt(learner, 1, size -> 100 + 50L * size)).isEqualTo(4);
        assertThat(learnt(learner, 60, size -> 100 + 50L * size)).isEqualTo(18);
    }

    @Test
    void limit_ofAQuickModel_isTheMaximum() {
        assertThat(learnt(new SizeLearner(64, 1_000), 20, size -> 10)).isEqualTo(64);
    }

    @Test
    void limit_ofAModelTooSlowForOne_isOne() {
        assertThat(learnt(new SizeLearner(64, 1_000), 20, size -> 5_000)).isEqualTo(1);
    }

    @Test
    void limit_whenTheModelBecomesSlower_falls() {
        SizeLearner learner = new SizeLearner(64, 1_000);
        learnt(learner, 60, size -> 100 + 50L * size);

        assertThat(learnt(learner, 200, size -> 100 + 150L * size)).isEqualTo(6);
    }
}
