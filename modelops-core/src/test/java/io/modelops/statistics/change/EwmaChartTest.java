package io.modelops.statistics.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EwmaChartTest {
    // def arl(w, L, m=2001):  # the Markov chain of Brook and Evans (1972)
    //     h = L*np.sqrt(w/(2-w)); d = 2*h/m; c = -h + d*(np.arange(m) + .5)
    //     P = stats.norm.cdf((c + d/2 - (1-w)*c[:,None])/w) - stats.norm.cdf((c - d/2 - (1-w)*c[:,None])/w)
    //     return np.linalg.solve(np.eye(m) - P, np.ones(m))[m//2]
    @Test
    void runLength_severalCharts_matchesAMarkovChain() {
        assertThat(EwmaRunLength.of(0.2, 2.962)).isCloseTo(499.7327556681133, withPercentage(0.01));
        assertThat(EwmaRunLength.of(0.05, 2.615)).isCloseTo(499.92598861196007, withPercentage(0.01));
        assertThat(EwmaRunLength.of(0.1, 4.2)).isCloseTo(59421.73236625033, withPercentage(0.02));
        assertThat(EwmaRunLength.of(0.01, 2)).isCloseTo(527.5534235560508, withPercentage(0.02));
        assertThat(EwmaRunLength.of(1, 3))
                .isCloseTo(370.3983473451518, withPercentage(1e-6)); // 1 / (2*stats.norm.sf(3))
        assertThat(EwmaRunLength.limit(0.2, 500)).isCloseTo(2.962, within(1e-3));
        assertThat(EwmaRunLength.limit(0.2, 1e300)).isGreaterThan(6.5);
    }

    @Test
    void add_step_alarmsWhereTheDefinitionDoes() {
        // a = 0; limit = 3*(.2/1.8)**.5 = 1; after k values of 1.5: a = 1.5*(1 - .8**k) > 1 for k = 5
        EwmaChart chart =
                EwmaChart.builder().standardisedBy(10, 2).weight(0.2).limit(3).build();
        double[] step = IntStream.range(0, 12).mapToDouble(i -> i < 4 ? 10 : 13).toArray();
        double[] drop = IntStream.range(0, 12).mapToDouble(i -> i < 4 ? 10 : 7).toArray();

        assertThat(chart.limit()).isCloseTo(1, within(1e-15));
        assertThat(Streams.signals(chart, step)).containsExactly("8:INCREASED");
        assertThat(chart.statistic()).isCloseTo(1.5 * (1 - Math.pow(0.8, 3)), within(1e-15));
        chart.reset();
        assertThat(Streams.signals(chart, drop)).containsExactly("8:DECREASED");
    }

    @Test
    void builder_argumentsOutOfRange_throws() {
        EwmaChartBuilder builder = EwmaChart.builder();

        assertThatIllegalArgumentException().isThrownBy(() -> builder.weight(0.001));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.limit(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.selfStarting(1));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.standardisedBy(Double.NaN, 1));
    }
}
