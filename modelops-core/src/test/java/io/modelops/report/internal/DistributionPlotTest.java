package io.modelops.report.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.report.Distribution;
import io.modelops.report.Distribution.Bin;
import io.modelops.report.Distribution.Shape;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DistributionPlotTest {
    private static Distribution ranges() {
        return Distribution.of("x", Shape.RANGES)
                .bin(new Bin("0 to 1", 0.5, 0.2, false, 0, 1))
                .bin(new Bin("1 to 3", 0.4, 0.2, false, 1, 3))
                .bin(new Bin("3 to 4", 0.1, 0.5, false, 3, 4))
                .bin(new Bin("missing", 0, 0.1, true));
    }

    @Test
    void of_knownRanges_drawsAreasAsLargeAsTheShares() {
        DistributionPlot plot = DistributionPlot.of(ranges(), true);

        assertThat(plot.filled()).isEqualTo("M0 100V60H100V80H300V0H400V100z");
        assertThat(plot.outline()).isEqualTo("M0 100V0H100V60H300V80H400V100");
        assertThat(plot.first() + plot.middle() + plot.last()).isEqualTo("024");
        assertThat(plot.description()).contains("3 to 4 went from 10.0 % to 50.0 %");
        assertThat(plot.rows()).hasSize(1);
        assertThat(plot.rows().get(0).current()).isEqualTo("10.0 %");
    }

    @Test
    void of_unknownRanges_drawsColumnsOfEqualWidth() {
        Distribution distribution = Distribution.of("x", Shape.RANGES)
                .bin(new Bin("exactly 0", 0.5, 0.25, false))
                .bin(new Bin("1 and more", 0.5, 0.75, false));

        DistributionPlot plot = DistributionPlot.of(distribution, true);

        assertThat(plot.width()).isEqualTo(20);
        assertThat(plot.filled()).isEqualTo("M1 100v-33h8v33zM11 100v-100h8v100z");
        assertThat(plot.outline()).isEqualTo("M0 100v-67h10h10v67");
        assertThat(plot.middle()).isEmpty();
    }

    @Test
    void of_oneSide_fillsTheReferenceAndDrawsNoLine() {
        DistributionPlot plot = DistributionPlot.of(ranges(), false);

        assertThat(plot.filled()).isEqualTo("M0 100V0H100V60H300V80H400V100z");
        assertThat(plot.outline()).isEmpty();
        assertThat(plot.rows().get(0).bar()).isEqualTo("--c:0");
    }

    @Test
    void of_categories_marksTheReferenceOnEachBar() {
        Distribution distribution = Distribution.of("x", Shape.CATEGORIES)
                .bin(new Bin("a", 0.8, 0.2, false))
                .bin(new Bin("b", 0.2, 0.4, false));

        DistributionPlot plot = DistributionPlot.of(distribution, true);

        assertThat(plot.width()).isZero();
        assertThat(plot.rows())
                .extracting(DistributionPlot.Row::bar)
                .containsExactly("--r:100;--c:25", "--r:25;--c:50");
    }

    @Test
    void of_oddBins_drawsOnlyWhatCanBeDrawn() {
        double[] odd = {
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.MAX_VALUE,
            -Double.MAX_VALUE,
            0,
            1e-320,
            -1,
            0.5
        };
        Random random = new Random(9);
        for (int run = 0; run < 10_000; run++) {
            Distribution distribution = Distribution.of("x", Shape.values()[random.nextInt(2)]);
            for (int bin = random.nextInt(5); bin > 0; bin--) {
                distribution = distribution.bin(new Bin(
                        "bin",
                        odd[random.nextInt(odd.length)],
                        odd[random.nextInt(odd.length)],
                        random.nextBoolean(),
                        odd[random.nextInt(odd.length)],
                        odd[random.nextInt(odd.length)]));
            }
            DistributionPlot plot = DistributionPlot.of(distribution, random.nextBoolean());

            assertThat(plot.filled()).matches("[MVHvhz0-9. -]*");
            assertThat(plot.outline()).matches("[MVHvhz0-9. -]*");
            assertThat(plot.rows()).allSatisfy(row -> assertThat(row.bar()).matches("(--r:\\d+;)?--c:\\d+"));
        }
    }

    @Test
    void of_valuesFartherOutThanIsDrawn_saysSoAtTheEnd() {
        Distribution.Bin low = new Distribution.Bin("below 1", 0.5, 0.5, false, 0, 1);
        Distribution.Bin middle = new Distribution.Bin("1 to 2", 0.5, 0.5, false, 1, 2);
        Distribution.Bin high = new Distribution.Bin("2 and more", 0, 0, false, 2, 3);
        Distribution drawn = Distribution.of("x", Distribution.Shape.RANGES)
                .bin(low)
                .bin(middle)
                .bin(high);

        DistributionPlot whole = DistributionPlot.of(
                drawn.facts(List.of(
                        new Distribution.Fact("Least", 0, Double.NaN), new Distribution.Fact("Greatest", 3, 1.5))),
                true);
        DistributionPlot cut = DistributionPlot.of(
                drawn.facts(
                        List.of(new Distribution.Fact("Least", -9, 0), new Distribution.Fact("Greatest", 1.5, 1e9))),
                true);

        assertThat(List.of(whole.first(), whole.last())).containsExactly("0", "3");
        assertThat(List.of(cut.first(), cut.last())).containsExactly("0 and less", "3 and more");
    }
}
