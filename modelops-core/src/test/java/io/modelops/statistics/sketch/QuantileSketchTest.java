package io.modelops.statistics.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class QuantileSketchTest {
    private static QuantileSketch of(double... values) {
        QuantileSketchAccumulator accumulator = new QuantileSketchAccumulator();
        Arrays.stream(values).forEach(accumulator::add);
        return accumulator.snapshot();
    }

    @Test
    void quantile_manyShapes_isWithinOnePercentOfTheValueOfThatRank() {
        SplittableRandom random = new SplittableRandom(1);
        for (int trial = 0; trial < 30; trial++) {
            double scale = Math.pow(10, random.nextInt(-150, 150));
            double spread = random.nextDouble() * 3;
            double[] values = random.doubles(1 + random.nextInt(2_000))
                    .map(uniform -> scale * Math.exp(spread * (uniform - 0.5) * 6) * (random.nextInt(3) - 1))
                    .toArray();
            double[] sorted = DoubleStream.of(values).sorted().toArray();
            QuantileSketch sketch = of(values);
            for (double probability : new double[] {0, 0.001, 0.25, 0.5, 0.9, 0.99, 1}) {
                double exact = sorted[(int) (probability * (sorted.length - 1))];
                assertThat(sketch.quantile(probability))
                        .isCloseTo(exact, within(Math.abs(exact) * (QuantileSketch.RELATIVE_ERROR + 1e-9)));
            }
            assertThat(sketch.min()).isEqualTo(sorted[0]);
            assertThat(sketch.max()).isEqualTo(sorted[sorted.length - 1]);
        }
    }

    @Test
    void quantile_oddValues_haveTheirPlace() {
        QuantileSketch sketch = of(
                Double.NEGATIVE_INFINITY,
                -1,
                -0.0,
                Double.MIN_VALUE,
                Double.MAX_VALUE,
                Double.POSITIVE_INFINITY,
                Double.NaN);

        assertThat(sketch.count()).isEqualTo(6);
        assertThat(sketch.missing()).isEqualTo(1);
        assertThat(sketch.quantiles(0, 0.2, 0.4, 0.6, 1))
                .containsExactly(
                        new double[] {Double.NEGATIVE_INFINITY, -1, 0, 0, Double.POSITIVE_INFINITY}, within(0.01));
        assertThat(sketch.quantile(0.8)).isCloseTo(Double.MAX_VALUE, within(Double.MAX_VALUE * 0.01));
    }

    @Test
    void quantile_noValuesOrOne_isDefined() {
        assertThat(QuantileSketch.EMPTY.quantile(0.5)).isNaN();
        assertThat(QuantileSketch.EMPTY.min()).isNaN();
        assertThat(of(Double.NaN)).isNotEqualTo(QuantileSketch.EMPTY);
        assertThat(of(Double.NaN).quantile(1)).isNaN();
        assertThat(of(42).quantile(0.3)).isEqualTo(42);
        assertThatThrownBy(() -> of(1).quantile(1.1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> of(1).quantile(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void merge_anySplitAndOrder_isTheSketchOfTheWhole() {
        SplittableRandom random = new SplittableRandom(2);
        for (int trial = 0; trial < 100; trial++) {
            // More decimal orders than there are bins, so that the lowest ones are joined.
            double[] values = random.doubles(60)
                    .map(uniform -> Math.pow(10, 60 * uniform - 30) * (random.nextBoolean() ? 1 : -1))
                    .toArray();
            int cut = random.nextInt(values.length + 1);
            QuantileSketch a = of(Arrays.copyOfRange(values, 0, cut / 2));
            QuantileSketch b = of(Arrays.copyOfRange(values, cut / 2, cut));
            QuantileSketch c = of(Arrays.copyOfRange(values, cut, values.length));

            assertThat(a.merge(b).merge(c)).isEqualTo(of(values));
            assertThat(c.merge(b.merge(a))).isEqualTo(of(values)).hasSameHashCodeAs(of(values));
        }
    }

    @Test
    void bytes_anySketch_comeBackEqualAndStaySmall() {
        QuantileSketchAccumulator accumulator = new QuantileSketchAccumulator();
        SplittableRandom random = new SplittableRandom(3);
        for (int value = 0; value < 100_000; value++) {
            accumulator.add(Math.pow(10, random.nextDouble() * 600 - 300) * (random.nextBoolean() ? 1 : -1));
        }
        QuantileSketch sketch = accumulator.snapshot();

        assertThat(QuantileSketch.ofBytes(sketch.toBytes())).isEqualTo(sketch);
        assertThat(sketch.toBytes()).hasSizeLessThan(10_000);
        assertThat(QuantileSketch.ofBytes(QuantileSketch.EMPTY.toBytes())).isEqualTo(QuantileSketch.EMPTY);
        accumulator.clear();
        assertThat(accumulator.snapshot()).isEqualTo(QuantileSketch.EMPTY);
    }
}
