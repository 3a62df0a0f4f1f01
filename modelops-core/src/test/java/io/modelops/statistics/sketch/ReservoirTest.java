package io.modelops.statistics.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReservoirTest {
    private static Reservoir of(int capacity, long seed, int from, int to) {
        ReservoirAccumulator accumulator = new ReservoirAccumulator(capacity, seed);
        IntStream.range(from, to).forEach(accumulator::add);
        return accumulator.snapshot();
    }

    @Test
    void add_fewerRowsThanRoom_keepsAll() {
        Reservoir sample = of(10, 1, 0, 4);

        assertThat(sample.rows()).hasSize(4);
        assertThat(sample.rows().stream().mapToDouble(row -> row[0]).sorted()).containsExactly(0.0, 1.0, 2.0, 3.0);
        assertThat(sample.seen()).isEqualTo(4);
        assertThat(sample.weight()).isEqualTo(4);
    }

    @Test
    void rows_ofMergedParts_areEachAsLikely() {
        int[] taken = new int[40];
        int trials = 5_000;
        for (int trial = 0; trial < trials; trial++) {
            Reservoir both = of(10, 2L * trial, 0, 30).merge(of(10, 2L * trial + 1, 30, 40));
            both.rows().forEach(row -> taken[(int) row[0]]++);
        }

        // Binomial(5000, 1/4): mean 1250, standard deviation 30.6; a row beyond 5 of them has a chance of 6e-7.
        for (int count : taken) {
            assertThat(count).isBetween(1_097, 1_403);
        }
    }

    @Test
    void addWeighted_firstRowTaken_isAsLikelyAsItsWeight() {
        int[] taken = new int[3];
        for (int trial = 0; trial < 10_000; trial++) {
            ReservoirAccumulator accumulator = new ReservoirAccumulator(1, trial);
            accumulator.addWeighted(1, 0);
            accumulator.addWeighted(2, 1);
            accumulator.addWeighted(5, 2);
            taken[(int) accumulator.snapshot().rows().get(0)[0]]++;
        }

        // Binomial(10000, w / 8): standard deviation at most 50.
        assertThat(taken[0]).isCloseTo(1_250, within(200));
        assertThat(taken[1]).isCloseTo(2_500, within(200));
        assertThat(taken[2]).isCloseTo(6_250, within(200));
    }

    @Test
    void addWeighted_noUsableWeight_leavesTheRowOut() {
        ReservoirAccumulator accumulator = new ReservoirAccumulator(3, 1);
        for (double weight : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            accumulator.addWeighted(weight, 1);
        }
        accumulator.addWeighted(Double.MIN_VALUE, 7);

        assertThat(accumulator.snapshot().seen()).isEqualTo(1);
        assertThat(accumulator.snapshot().rows()).containsExactly(new double[] {7});
    }

    @Test
    void merge_anyOrder_isTheSame() {
        Reservoir a = of(5, 1, 0, 100);
        Reservoir b = of(5, 2, 100, 110);
        Reservoir c = of(5, 3, 110, 113);

        assertThat(a.merge(b).merge(c))
                .isEqualTo(a.merge(b.merge(c)))
                .isEqualTo(c.merge(b).merge(a))
                .hasSameHashCodeAs(c.merge(a).merge(b));
        assertThat(a.merge(b)).isNotEqualTo(a.merge(c));
        assertThatThrownBy(() -> a.merge(of(4, 1, 0, 1))).hasMessageContaining("same room");
    }

    @Test
    void rows_changedByTheCaller_changeNothing() {
        Reservoir sample = of(1, 1, 5, 6);
        sample.rows().get(0)[0] = 9;

        assertThat(sample.rows().get(0)).containsExactly(5);
    }

    @Test
    void bytes_anySample_comeBackEqual() {
        ReservoirAccumulator accumulator = new ReservoirAccumulator(3, 1);
        accumulator.add();
        accumulator.add(1, Double.NaN);
        accumulator.addWeighted(0.5, Double.NEGATIVE_INFINITY, 2, 3);

        Reservoir sample = accumulator.snapshot();
        assertThat(Reservoir.ofBytes(sample.toBytes())).isEqualTo(sample);
        assertThatThrownBy(() -> new ReservoirAccumulator(0, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
