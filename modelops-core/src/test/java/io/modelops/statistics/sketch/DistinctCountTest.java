package io.modelops.statistics.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DistinctCountTest {
    private static DistinctCount of(int from, int to) {
        DistinctCountAccumulator accumulator = new DistinctCountAccumulator();
        IntStream.range(from, to).forEach(value -> accumulator.add("customer " + value));
        return accumulator.snapshot();
    }

    @Test
    void estimate_severalSizes_isWithinFourStandardErrors() {
        assertThat(DistinctCount.EMPTY.estimate()).isZero();
        for (int distinct : new int[] {1, 10, 100, 1_000, 10_000, 200_000}) {
            assertThat(of(0, distinct).estimate()).isCloseTo(distinct, within(Math.max(0.5, 4 * 0.024 * distinct)));
        }
    }

    @Test
    void add_sameValueAgain_changesNothing() {
        DistinctCountAccumulator accumulator = new DistinctCountAccumulator();
        accumulator.add(0.0);
        DistinctCount one = accumulator.snapshot();
        accumulator.add(-0.0);
        assertThat(accumulator.snapshot()).isEqualTo(one).hasSameHashCodeAs(one);

        accumulator.add(Double.NaN);
        accumulator.add(Double.longBitsToDouble(0x7ff8000000000001L));
        assertThat(accumulator.snapshot().estimate()).isCloseTo(2, within(0.1));
        accumulator.clear();
        assertThat(accumulator.snapshot()).isEqualTo(DistinctCount.EMPTY);
    }

    @Test
    void merge_overlappingStreams_isTheCountOfBoth() {
        DistinctCount a = of(0, 600);
        DistinctCount b = of(400, 1_000);
        DistinctCount c = of(900, 3_000);

        assertThat(a.merge(b)).isEqualTo(of(0, 1_000)).isEqualTo(b.merge(a));
        assertThat(a.merge(b).merge(c)).isEqualTo(a.merge(b.merge(c))).isEqualTo(of(0, 3_000));
        assertThat(a.merge(DistinctCount.EMPTY)).isEqualTo(a);
        assertThat(a).isEqualTo(of(0, 600));
    }

    @Test
    void bytes_anyCount_comeBackEqual() {
        DistinctCount count = of(0, 5_000);

        assertThat(DistinctCount.ofBytes(count.toBytes())).isEqualTo(count);
        assertThatThrownBy(() -> DistinctCount.ofBytes(new SketchWriter(SketchKind.DISTINCT_COUNT)
                        .bytes(new byte[8])
                        .toBytes()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("8 registers");
    }
}
