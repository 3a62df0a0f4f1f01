package io.modelops.report.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.report.Axis;
import io.modelops.report.BarChart;
import io.modelops.report.Tone;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BarPlotTest {
    private final BarChart chart = BarChart.titled("t", Axis.of("x"));

    @ParameterizedTest
    @EnumSource(Size.class)
    void of_noBars_hasAxis(Size size) {
        BarPlot plot = BarPlot.of(chart, size);

        assertThat(plot.bars()).isEmpty();
        assertThat(plot.ticks()).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(Size.class)
    void of_bothSigns_growFromZero(Size size) {
        BarPlot plot = BarPlot.of(chart.bar("up", 3).bar("down", -2).bar("none", Double.NaN), size);

        assertThat(plot.bars().get(0).start()).isEqualTo(plot.zero());
        assertThat(Double.parseDouble(plot.bars().get(1).start())
                        + Double.parseDouble(plot.bars().get(1).length()))
                .isBetween(Double.parseDouble(plot.zero()) - 0.2, Double.parseDouble(plot.zero()) + 0.2);
        assertThat(plot.bars().get(2).length()).isEqualTo("0");
        assertThat(plot.bars().get(2).value()).isEqualTo("–");
    }

    @Test
    void of_interval_isAWhiskerWithinThePlot() {
        BarPlot plot = BarPlot.of(chart.bar(new BarChart.Bar("a", 0.5, 0.4, 0.9, Tone.GOOD)), Size.WIDE);

        assertThat(plot.bars().get(0).whisker()).startsWith("M").contains("H");
        assertThat(plot.bars().get(0).title()).isEqualTo("a: 0.5 (0.4 to 0.9)");
    }

    @Test
    void of_limitBeyondTheBars_isShown() {
        BarPlot plot = BarPlot.of(chart.bar("a", 0.1).limit(0.25, "alert"), Size.WIDE);

        assertThat(Double.parseDouble(Objects.requireNonNull(plot.limit()).place()))
                .isLessThanOrEqualTo(Double.parseDouble(plot.right()));
    }

    @Test
    void of_longLabel_isCutButNamedInFull() {
        String label = "x".repeat(300);

        BarPlot.PlacedBar bar =
                BarPlot.of(chart.bar(label, 1), Size.NARROW).bars().get(0);

        assertThat(bar.label()).hasSizeLessThan(60).endsWith("…");
        assertThat(bar.title()).startsWith(label);
    }

    @Test
    void of_allZero_isDrawn() {
        assertThat(BarPlot.of(chart.bar("a", 0).bar("b", 0), Size.WIDE).bars())
                .allSatisfy(bar -> assertThat(bar.length()).isEqualTo("0"));
    }
}
