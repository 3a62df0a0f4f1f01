package io.modelops.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ProjectionTest {
    @Test
    void of_knownEmbedding_neverChanges() {
        float[] embedding = new float[100];
        for (int index = 0; index < embedding.length; index++) {
            embedding[index] = index;
        }
        List<Double> values = Projection.several(3).stream()
                .map(projection -> projection.of(embedding))
                .toList();

        // Python: mix = the 64-bit finaliser of SplitMix64 of c * 0x9E3779B97F4A7C15;
        // sum(i if (mix((k << 32) + (i >> 6) + 1) >> (i & 63)) & 1 == 0 else -i for i in range(100)) / 10, k = 1, 2, 3
        assertThat(values).containsExactly(35.8, -87.4, -43.8);
    }

    @Test
    void of_randomEmbeddings_keepsSquaredDistancesOnAverage() {
        SplittableRandom random = new SplittableRandom(1);
        List<Projection> projections = Projection.several(Projection.MOST);
        double ratio = 0;
        for (int trial = 0; trial < 200; trial++) {
            float[] embedding = new float[1 + random.nextInt(300)];
            for (int index = 0; index < embedding.length; index++) {
                embedding[index] = (float) random.nextGaussian();
            }
            double projected = projections.stream()
                    .mapToDouble(projection -> Math.pow(projection.of(embedding), 2) * embedding.length)
                    .average()
                    .orElseThrow();
            ratio += projected / Math.pow(Projection.norm(embedding), 2) / 200;
        }
        // The mean of 200 averages of 64 squares: standard deviation at most sqrt(2 / 64 / 200) = 0.0125.
        assertThat(ratio).isCloseTo(1, within(0.05));
    }

    @Test
    void of_nothing_isMissing() {
        Projection first = Projection.several(1).get(0);

        assertThat(first.of(null)).isNaN();
        assertThat(first.of(new float[0])).isNaN();
        assertThat(first.of(new float[] {1, Float.NaN})).isNaN();
        assertThat(Projection.norm(null)).isNaN();
        assertThat(Projection.norm(new float[0])).isNaN();
        assertThat(Projection.norm(new float[] {3, 4})).isEqualTo(5);
        assertThat(Projection.norm(new float[] {Float.POSITIVE_INFINITY})).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void several_numberOutOfRange_isRefused() {
        assertThat(Projection.several(0)).isEmpty();
        assertThatThrownBy(() -> Projection.several(65)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> Projection.several(-1)).isInstanceOf(InvalidInputException.class);
    }
}
