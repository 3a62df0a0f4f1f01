package io.modelops.report.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.report.Axis;
import io.modelops.report.LineChart;
import io.modelops.report.LineChart.Point;
import io.modelops.report.Tone;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinePlotTest {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9.]+");

    private static LineChart chart(double... heights) {
        return LineChart.titled("t")
                .x(Axis.of("x"))
                .y(Axis.of("y"))
                .line(
                        "a",
                        IntStream.range(0, heights.length)
                                .mapToObj(index -> new Point(index, heights[index]))
                                .toList());
    }

    private static List<Double> places(String path) {
        return NUMBER.matcher(path)
                .results()
                .map(match -> Double.valueOf(match.group()))
                .toList();
    }

    private static void assertInside(LinePlot plot) {
        double right = Double.parseDouble(plot.right());
        double bottom = Double.parseDouble(plot.bottom());
        for (Curve curve : plot.curves()) {
            List<Double> places = new ArrayList<>(places(curve.path()));
            curve.dots().forEach(dot -> places.addAll(List.of(Double.valueOf(dot.x()), Double.valueOf(dot.y()))));
            for (int index = 0; index < places.size(); index += 2) {
                assertThat(places.get(index)).isBetween(Double.valueOf(plot.left()) - 0.1, right + 0.1);
                assertThat(places.get(index + 1)).isBetween(Double.valueOf(plot.top()) - 0.1, bottom + 0.1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Size.class)
    void of_noSeries_isEmptyButHasAxes(Size size) {
        LinePlot plot = LinePlot.of(LineChart.titled("t"), size);

        assertThat(plot.isEmpty()).isTrue();
        assertThat(plot.upTicks()).isNotEmpty();
        assertThat(plot.description()).isEqualTo("No values.");
    }

    @Test
    void of_onlyUnknownValues_isEmpty() {
        LinePlot plot = LinePlot.of(chart(Double.NaN, Double.POSITIVE_INFINITY), Size.WIDE);

        assertThat(plot.isEmpty()).isTrue();
        assertThat(plot.description()).isEqualTo("a: no values.");
    }

    @Test
    void of_onePoint_isADot() {
        LinePlot plot = LinePlot.of(chart(5), Size.WIDE);

        assertThat(plot.curves().get(0).path()).isEmpty();
        assertThat(plot.curves().get(0).dots()).hasSize(1);
        assertInside(plot);
    }

    @Test
    void of_gap_breaksTheLine() {
        double[] heights = IntStream.range(0, 100).mapToDouble(index -> index).toArray();
        heights[50] = Double.NaN;
        heights[52] = Double.NaN;

        Curve curve = LinePlot.of(chart(heights), Size.WIDE).curves().get(0);

        assertThat(curve.path()).matches("M[^M]*M[^M]*");
        assertThat(curve.dots()).as("the point between two gaps").hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -1, 1e-12, 1e12, -3.7e5, 1e300})
    void of_constant_isAFlatLineInside(double height) {
        LinePlot plot = LinePlot.of(chart(height, height, height), Size.WIDE);

        assertThat(places(plot.curves().get(0).path()).stream().skip(1).limit(1))
                .isEqualTo(places(plot.curves().get(0).path()).stream()
                        .skip(3)
                        .limit(1)
                        .toList());
        assertThat(plot.upTicks()).hasSizeBetween(2, 9);
        assertInside(plot);
    }

    @Test
    void of_extremeValues_staysInside() {
        assertInside(LinePlot.of(chart(-1e299, 1e299, 0, Double.MAX_VALUE, Double.MIN_VALUE), Size.NARROW));
    }

    @Test
    void of_manyPoints_keepsPeaksAndStaysSmall() {
        double[] heights = new double[100_000];
        heights[54_321] = 7;
        heights[54_322] = -7;

        LinePlot plot = LinePlot.of(chart(heights), Size.WIDE);
        List<Double> places = places(plot.curves().get(0).path());

        assertThat(places).hasSizeLessThan(2 * 4 * 880);
        double highest = IntStream.range(0, places.size() / 2)
                .mapToDouble(index -> places.get(2 * index + 1))
                .min()
                .orElseThrow();
        double lowest = IntStream.range(0, places.size() / 2)
                .mapToDouble(index -> places.get(2 * index + 1))
                .max()
                .orElseThrow();
        double middle = places.get(1);
        assertThat(highest).isLessThan(middle - 50);
        assertThat(lowest).isGreaterThan(middle + 50);
    }

    @Test
    void of_valuesNeverNegative_doesNotShowNegativeOnes() {
        assertThat(LinePlot.of(chart(0.01, 10), Size.WIDE).upTicks().get(0).label())
                .isEqualTo("0");
    }

    @Test
    void of_fromZero_beginsThere() {
        assertThat(LinePlot.of(chart(90, 91), Size.WIDE).upTicks().get(0).label())
                .isNotEqualTo("0");
        assertThat(LinePlot.of(chart(90, 91).fromZero(), Size.WIDE)
                        .upTicks()
                        .get(0)
                        .label())
                .isEqualTo("0");
    }

    @Test
    void of_unsortedPoints_areDrawnFromLeftToRight() {
        LineChart chart = LineChart.titled("t")
                .line("a", List.of(new Point(2, 1), new Point(Double.NaN, 9), new Point(0, 1), new Point(1, 1)));

        assertThat(places(LinePlot.of(chart, Size.WIDE).curves().get(0).path()).stream()
                        .filter(place -> places(LinePlot.of(chart, Size.WIDE)
                                                        .curves()
                                                        .get(0)
                                                        .path())
                                                .indexOf(place)
                                        % 2
                                == 0))
                .isSorted();
    }

    @Test
    void of_manyMarkers_labelsDoNotOverlap() {
        LineChart chart = LineChart.titled("t").x(Axis.time("Day"));
        for (int day = 0; day < 300; day++) {
            chart = chart.marker(LocalDate.of(2020, 1, 1).plusDays(day), "v" + day, Tone.GOOD);
        }

        List<LinePlot.PlacedMarker> markers = LinePlot.of(chart, Size.WIDE).markers();
        List<LinePlot.PlacedMarker> labelled =
                markers.stream().filter(marker -> !marker.label().isEmpty()).toList();

        assertThat(markers).hasSize(300);
        assertThat(labelled).hasSizeBetween(20, 100);
        for (int one = 0; one < labelled.size(); one++) {
            for (int other = one + 1; other < labelled.size(); other++) {
                boolean sameRow =
                        labelled.get(one).labelTop().equals(labelled.get(other).labelTop());
                double end = Double.parseDouble(labelled.get(one).labelLeft())
                        + Size.widthOf(labelled.get(one).label());
                assertThat(sameRow && Double.parseDouble(labelled.get(other).labelLeft()) < end)
                        .isFalse();
            }
        }
    }

    @Test
    void description_ofSeries_namesTimesAndExtremes() {
        LineChart chart = LineChart.titled("t")
                .x(Axis.time("Day"))
                .line(
                        "loop",
                        List.of(Point.at(LocalDate.of(2004, 2, 29), 3), Point.at(LocalDate.of(2004, 3, 1), 1.23456)));

        assertThat(LinePlot.of(chart, Size.WIDE).description())
                .isEqualTo("loop: from 2004-02-29 to 2004-03-01, least 1.235, greatest 3, last 1.235.");
    }
}
