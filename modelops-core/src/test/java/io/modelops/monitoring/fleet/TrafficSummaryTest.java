package io.modelops.monitoring.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelRef;
import io.modelops.model.Profile;
import io.modelops.spi.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class TrafficSummaryTest {
    @Test
    void merge_anyOrderAndGrouping_isTheSame() {
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 200; round++) {
            TrafficSummary a = Summaries.random(random);
            TrafficSummary b = Summaries.random(random);
            TrafficSummary c = Summaries.random(random);

            assertSame(a.merge(b), b.merge(a));
            assertSame(a.merge(b).merge(c), a.merge(b.merge(c)));
        }
    }

    @Test
    void merge_manyPartsInManyOrders_addsUpAllCounts() {
        SplittableRandom random = new SplittableRandom(2);
        List<TrafficSummary> parts = new ArrayList<>();
        for (int part = 0; part < 20; part++) {
            parts.add(Summaries.random(random));
        }
        TrafficSummary inOrder = parts.stream().reduce(TrafficSummary::merge).orElseThrow();
        for (int order = 0; order < 20; order++) {
            Collections.shuffle(parts, new Random(order));
            assertSame(parts.stream().reduce(TrafficSummary::merge).orElseThrow(), inOrder);
        }
        assertThat(inOrder.predictions())
                .isEqualTo(parts.stream().mapToLong(TrafficSummary::predictions).sum());
        assertThat(inOrder.inputs().rows())
                .isEqualTo(
                        parts.stream().mapToLong(part -> part.inputs().rows()).sum());
        assertThat(inOrder.latencies().count()).isEqualTo(inOrder.predictions() - inOrder.errors());
    }

    @Test
    void merge_otherVersionOrRole_throws() {
        TrafficSummary one = Summaries.random(new SplittableRandom(3));
        TrafficSummary otherVersion = copy(one, new ModelRef.Numbered(Summaries.MODEL, 2), Role.CHAMPION);
        TrafficSummary otherRole = copy(one, one.version(), Role.SHADOW);

        assertThatThrownBy(() -> one.merge(otherVersion)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> one.merge(otherRole)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void new_moreErrorsThanPredictions_throws() {
        TrafficSummary one = Summaries.random(new SplittableRandom(3));

        assertThatThrownBy(() -> new TrafficSummary(
                        one.version(),
                        one.role(),
                        1,
                        2,
                        LatencyCounts.NONE,
                        ScoreCounts.NONE,
                        new Profile(0, List.of()),
                        LabelSums.NONE))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void percentile_latencies_areThoseOfAllAnswers() {
        Histogram one = LatencyCounts.histogram();
        Histogram other = LatencyCounts.histogram();
        for (int millis = 1; millis <= 100; millis++) {
            LatencyCounts.record(millis % 3 == 0 ? one : other, millis * 1_000_000L);
        }
        LatencyCounts both = new LatencyCounts(one).merge(new LatencyCounts(other));

        assertThat(both.count()).isEqualTo(100);
        assertThat(both.percentile(50).toNanos() / 1e6).isCloseTo(50, within(0.5));
        assertThat(both.percentile(99).toNanos() / 1e6).isCloseTo(99, within(1.0));
        assertThat(both.slowerThan(Duration.ofMillis(90))).isBetween(9L, 10L);
        assertThat(both.slowerThan(Duration.ofDays(400))).isZero();
        assertThat(both.slowerThan(Duration.ofSeconds(-1))).isEqualTo(100);
        assertThat(LatencyCounts.NONE.percentile(50)).isZero();
    }

    @Test
    void bin_anyNumber_isInRangeAndInOrder() {
        double[] odd = {
            Double.NEGATIVE_INFINITY,
            -Double.MAX_VALUE,
            -0x1p40,
            -1,
            -0x1p-30,
            -Double.MIN_VALUE,
            -0.0,
            0,
            Double.MIN_VALUE,
            0x1p-31,
            0x1p-30,
            0.1,
            0.5,
            0.53125,
            1,
            3,
            0x1p39,
            0x1p40,
            Double.MAX_VALUE,
            Double.POSITIVE_INFINITY
        };
        int[] bins = Arrays.stream(odd).mapToInt(ScoreCounts::bin).toArray();

        assertThat(bins).isSorted();
        assertThat(bins[0]).isEqualTo(-ScoreCounts.OUTERMOST);
        assertThat(bins[bins.length - 1]).isEqualTo(ScoreCounts.OUTERMOST);
        assertThat(ScoreCounts.bin(0.5)).isNotEqualTo(ScoreCounts.bin(0.53125));
        SplittableRandom random = new SplittableRandom(4);
        for (int round = 0; round < 10_000; round++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isNaN(value)) {
                continue;
            }
            int bin = ScoreCounts.bin(value);
            assertThat(bin).isBetween(-ScoreCounts.OUTERMOST, ScoreCounts.OUTERMOST);
            assertThat(ScoreCounts.bin(ScoreCounts.middle(bin))).isEqualTo(bin);
            if (Math.abs(value) >= 0x1p-30 && Math.abs(value) < 0x1p40) {
                assertThat(ScoreCounts.middle(bin)).isCloseTo(value, within(Math.abs(value) / 31));
            }
        }
    }

    @Test
    void quantile_scores_isWithinAThirtySecondPart() {
        SortedMap<Integer, Long> bins = new TreeMap<>();
        for (int score = 1; score <= 1_000; score++) {
            bins.merge(ScoreCounts.bin(score / 1_000.0), 1L, Long::sum);
        }
        ScoreCounts scores = new ScoreCounts(bins, 0);

        for (double share : new double[] {0.01, 0.25, 0.5, 0.9, 1}) {
            assertThat(scores.quantile(share)).isCloseTo(share, within(share / 30));
        }
        assertThat(scores.quantile(-1)).isPositive();
        assertThat(scores.quantile(2)).isCloseTo(1, within(0.04));
        assertThat(scores.quantile(Double.NaN)).isNaN();
        assertThat(ScoreCounts.NONE.quantile(0.5)).isNaN();
    }

    @Test
    void plus_numbersThatAreNone_areCountedAndNotCompared() {
        LabelSums labels = LabelSums.NONE
                .plus(3, 1)
                .plus(1, 2)
                .plus(Double.NaN, 1)
                .plus(1, Double.POSITIVE_INFINITY)
                .plus(-Double.MAX_VALUE, Double.MAX_VALUE);

        assertThat(labels.labels()).isEqualTo(5);
        assertThat(labels.compared()).isEqualTo(2);
        assertThat(labels.error()).isEqualTo(1);
        assertThat(labels.meanAbsoluteError()).isEqualTo(1.5);
        assertThat(labels.rootMeanSquaredError()).isEqualTo(Math.sqrt(2.5));
        assertThat(LabelSums.NONE.meanAbsoluteError()).isNaN();
        assertThat(LabelSums.NONE.rootMeanSquaredError()).isNaN();
    }

    private static void assertSame(TrafficSummary one, TrafficSummary other) {
        assertThat(one.inputs().toBytes()).isEqualTo(other.inputs().toBytes());
        assertThat(one).isEqualTo(other);
    }

    private static TrafficSummary copy(TrafficSummary from, ModelRef.Numbered version, Role role) {
        return new TrafficSummary(
                version,
                role,
                from.predictions(),
                from.errors(),
                from.latencies(),
                from.scores(),
                from.inputs(),
                from.labels());
    }
}
