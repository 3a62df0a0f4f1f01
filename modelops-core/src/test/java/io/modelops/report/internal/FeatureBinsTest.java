package io.modelops.report.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.modelops.model.FeatureProfile;
import io.modelops.monitoring.MonitoringHistory;
import io.modelops.report.Distribution.Bin;
import io.modelops.report.LineChart.Point;
import io.modelops.spi.Finding;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FeatureBinsTest {
    @Test
    void range_anyEdges_isSaidInWords() {
        List<Double> edges = List.of(1.0, 5.0, Math.nextUp(5.0));

        assertThat(IntStream.range(0, 4).mapToObj(bin -> FeatureBins.range(edges, bin)))
                .containsExactly("below 1", "1 to 5", "exactly 5", "5 and more");
        assertThat(FeatureBins.range(List.of(), 0)).isEqualTo("all values");
    }

    @Test
    void of_openEnds_reachToTheLastValueUnlessItIsFarOut() {
        FeatureProfile near =
                new FeatureProfile.Numeric("x", List.of(0.0, 1.0), List.of(1L, 1L, 1L, 0L), 0, 1, -0.5, 1_000_000);

        List<Bin> bins = FeatureBins.of(near, 64);

        assertThat(bins.get(0).from()).isEqualTo(-0.5);
        assertThat(bins.get(2).to()).isEqualTo(5);
        assertThat(bins.get(3).label()).isEqualTo("missing");
    }

    @Test
    void of_moreCategoriesThanFit_keepsTheLargestAndSumsTheRest() {
        FeatureProfile profile =
                new FeatureProfile.Categorical("x", List.of("a", "b", "c", "d"), List.of(40L, 30L, 20L, 5L, 3L, 2L));

        List<Bin> bins = FeatureBins.of(profile, 2);

        assertThat(bins)
                .extracting(Bin::label)
                .contains("a", "other categories", "missing")
                .anyMatch(label -> label.endsWith("further categories"));
        assertThat(bins.stream().mapToDouble(Bin::reference).sum()).isCloseTo(1, within(1e-12));
    }

    @Test
    void of_moreRangesThanFit_putsNeighboursTogether() {
        FeatureProfile profile = new FeatureProfile.Numeric(
                "x",
                IntStream.range(0, 99).mapToObj(edge -> (double) edge).toList(),
                IntStream.range(0, 101).mapToObj(bin -> 1L).toList(),
                0,
                1,
                -1,
                100);

        List<Bin> bins = FeatureBins.of(profile, 16);

        assertThat(bins).hasSizeBetween(10, 17);
        assertThat(bins.get(0).label()).isEqualTo("below 6");
        assertThat(bins.get(1).from()).isEqualTo(6);
        assertThat(bins.stream().mapToDouble(Bin::reference).sum()).isCloseTo(1, within(1e-12));
    }

    @Test
    void thinned_longSeries_keepsEveryPeak() {
        List<MonitoringHistory.Point> points = IntStream.range(0, 10_000)
                .mapToObj(index -> new MonitoringHistory.Point(
                        Instant.ofEpochSecond(index),
                        index == 7_777 ? 9 : index == 1_234 ? -9 : Math.sin(index),
                        1,
                        Finding.Status.OK))
                .toList();

        List<Point> thinned = ThinnedSeries.of(points, MonitoringHistory.Point::value, List.of());

        assertThat(thinned)
                .hasSizeLessThanOrEqualTo(120)
                .contains(new Point(7_777, 9), new Point(1_234, -9))
                .isSortedAccordingTo((one, other) -> Double.compare(one.x(), other.x()));
        assertThat(ThinnedSeries.of(List.of(), MonitoringHistory.Point::value, List.of()))
                .isEmpty();
    }

    @Test
    void thinned_longPauseOrAnotherVersion_interruptsTheLine() {
        List<MonitoringHistory.Point> points = IntStream.range(0, 200)
                .mapToObj(index -> new MonitoringHistory.Point(
                        Instant.ofEpochSecond(index < 100 ? index : index + 50), 1, 1, Finding.Status.OK))
                .toList();

        List<Point> paused = ThinnedSeries.of(points, MonitoringHistory.Point::value, List.of());
        List<Point> replaced =
                ThinnedSeries.of(points, MonitoringHistory.Point::value, List.of(Instant.ofEpochSecond(30)));

        assertThat(paused.stream().filter(point -> Double.isNaN(point.y())))
                .containsExactly(new Point(150, Double.NaN));
        assertThat(replaced.stream().filter(point -> Double.isNaN(point.y())))
                .extracting(Point::x)
                .containsExactly(30.0, 150.0);
    }

    @Test
    void range_edgesCloseTogether_areToldApart() {
        assertThat(FeatureBins.range(List.of(1.2341, 1.2344, 5.6789), 1)).isEqualTo("1.2341 to 1.2344");
        assertThat(FeatureBins.range(List.of(1.231, 1.234, 5.6789), 1)).isEqualTo("1.231 to 1.234");
        assertThat(FeatureBins.range(List.of(1.231, 1.234, 5.6789), 2)).isEqualTo("1.234 to 5.68");
    }
}
