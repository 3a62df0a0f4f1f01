package io.modelops.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.modelops.statistics.AnswerMetric;
import io.modelops.statistics.Interval;
import io.modelops.statistics.Metric;
import io.modelops.statistics.Metrics;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MetricWindowTest {
    private static final List<Double> ZEROS = List.of(0.0, 0.0, 0.0, 0.0, 0.0);
    private static final List<Double> ERRORS = List.of(1.0, 2.0, 4.0, 8.0, 3.0);

    private static MetricWindow<Double> window(Metric metric, List<Double> answers, List<Double> labels) {
        return new MetricWindow<>(AnswerMetric.of(metric, answer -> answer), answers, labels);
    }

    /** {@code x = [1,2,4,8,3]; scipy.stats.t.interval(0.90, 4, loc=np.mean(x), scale=scipy.stats.sem(x))} in SciPy 1.17. */
    @Test
    void interval_meanOfRowLosses_isStudents() {
        MetricWindow<Double> window = window(Metrics.meanAbsoluteError(), ZEROS, ERRORS);
        Interval interval = window.interval();

        assertThat(interval.low()).isCloseTo(1.0240797272155238, within(1e-9));
        assertThat(interval.high()).isCloseTo(6.175920272784475, within(1e-9));
        assertThat(interval.estimate()).isCloseTo(3.6, within(1e-12));
        assertThat(window.better(interval)).isEqualTo(interval.low());
        assertThat(window.quickInterval()).isEqualTo(interval);
    }

    @Test
    void interval_otherMetric_isTheMiddleOfResamplesAndTakesNoTimeIfQuick() {
        List<Double> scores =
                IntStream.range(0, 40).mapToObj(row -> row % 7 / 7.0).toList();
        List<Double> labels = IntStream.range(0, 40)
                .mapToObj(row -> row % 7 > 3 || row % 5 == 0 ? 1.0 : 0.0)
                .toList();
        MetricWindow<Double> window = window(Metrics.rocAuc(), scores, labels);
        Interval interval = window.interval();

        assertThat(interval.low()).isLessThan(window.value());
        assertThat(interval.high()).isGreaterThan(window.value());
        assertThat(window.better(interval)).isEqualTo(interval.high());
        assertThat(window.quickInterval().width()).isZero();
    }
}
