package io.modelops.report.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.report.SpanChart;
import io.modelops.report.SpanChart.Fill;
import io.modelops.report.SpanChart.Span;
import io.modelops.report.Tone;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpanPlotTest {
    private static final Instant START = Instant.parse("2026-05-01T00:00:00Z");
    private static final Instant END = START.plus(Duration.ofDays(10));

    private static SpanChart chart(Instant from, Instant to) {
        return SpanChart.titled("alerts", START, END)
                .row("drift, age", List.of(new Span(from, to, "firing", Fill.SOLID, Tone.BAD)));
    }

    private static double[] ends(SpanPlot plot) {
        String[] parts = plot.rows().get(0).spans().get(0).path().substring(1).split("[ H]");
        return new double[] {Double.parseDouble(parts[0]), Double.parseDouble(parts[2])};
    }

    @Test
    void of_span_liesWhereItsTimesAre() {
        SpanPlot plot = SpanPlot.of(chart(START.plus(Duration.ofDays(5)), END), Size.NARROW);

        assertThat(ends(plot)).containsExactly(166, 320);
        assertThat(plot.description()).isEqualTo("drift, age: firing 2026-05-06 to 2026-05-11");
    }

    @Test
    void of_shortSpan_canStillBeSeen() {
        double[] ends = ends(SpanPlot.of(chart(END, END), Size.WIDE));

        assertThat(ends[1] - ends[0]).isGreaterThanOrEqualTo(2.9);
    }

    @Test
    void of_spanBeyondTheChart_endsAtItsEdges() {
        double[] ends =
                ends(SpanPlot.of(chart(START.minus(Duration.ofDays(9)), END.plus(Duration.ofDays(9))), Size.NARROW));

        assertThat(ends).containsExactly(12, 320);
    }

    @Test
    void of_noTime_isAChart() {
        SpanChart chart = SpanChart.titled("alerts", START, START)
                .row("x", List.of(new Span(START, START, "firing", Fill.SOLID, Tone.BAD)));

        assertThat(SpanPlot.of(chart, Size.WIDE).rows()).hasSize(1);
        assertThat(SpanPlot.of(SpanChart.titled("alerts", START, START), Size.WIDE)
                        .description())
                .isEqualTo("Nothing.");
    }

    @Test
    void states_ofAChart_areNamedOnce() {
        SpanChart chart = chart(START, END)
                .row(
                        "other",
                        List.of(
                                new Span(START, END, "firing", Fill.SOLID, Tone.BAD),
                                new Span(START, END, "acknowledged", Fill.STRIPED, Tone.UNSURE)));

        assertThat(SpanPlot.states(chart))
                .containsExactly(
                        new SpanPlot.State("firing", "solid bad"),
                        new SpanPlot.State("acknowledged", "striped unsure"));
    }
}
