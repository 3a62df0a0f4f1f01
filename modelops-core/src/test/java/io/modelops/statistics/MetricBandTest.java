package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MetricBandTest {
    private final SplittableRandom random = new SplittableRandom(13);

    @Test
    void of_mean_isNearStudentsInterval() {
        double[] predictions = random.doubles(400).toArray();
        Interval band = MetricBand.withDefaults().of(Metrics.meanAbsoluteError(), predictions, new double[400], random);
        Moments moments = Moments.of(predictions);

        assertThat(band.estimate()).isCloseTo(moments.mean(), within(1e-12));
        assertThat(band.width() / 2).isCloseTo(1.96 * moments.standardError(), within(0.002));
        assertThat(band.confidence()).isEqualTo(0.95);
    }

    @Test
    void of_answers_isTheSameAsOfNumbers() {
        List<Double> predictions = random.doubles(100).boxed().toList();
        List<Double> labels = IntStream.range(0, 100)
                .mapToObj(row -> row % 2 == 0 ? 1.0 : 0.0)
                .toList();
        double[] numbers = predictions.stream().mapToDouble(Double::doubleValue).toArray();
        double[] truth = labels.stream().mapToDouble(Double::doubleValue).toArray();
        MetricBand band = MetricBand.withDefaults().withResamples(200).withConfidence(0.9);

        assertThat(band.of(
                        AnswerMetric.of(Metrics.rocAuc(), Double::doubleValue),
                        predictions,
                        labels,
                        new SplittableRandom(1)))
                .isEqualTo(band.of(Metrics.rocAuc(), numbers, truth, new SplittableRandom(1)));
    }

    @Test
    void of_manySamples_coversTheTruthAsOftenAsItSays() {
        int covered = 0;
        MetricBand band = MetricBand.withDefaults().withResamples(200).withConfidence(0.9);
        for (int run = 0; run < 300; run++) {
            double[] predictions = random.doubles(80).toArray();
            double[] labels = new double[80];
            for (int row = 0; row < 80; row++) {
                labels[row] = random.nextDouble() < predictions[row] ? 1 : 0;
            }
            // the area under the curve is 5/6 where labels come with the probability that was uniformly predicted
            covered += band.of(Metrics.rocAuc(), predictions, labels, random).contains(5 / 6.0) ? 1 : 0;
        }
        assertThat(covered / 300.0).isBetween(0.83, 0.95);
    }

    @Test
    void of_notDefined_saysSo() {
        Interval none = MetricBand.withDefaults().of(Metrics.rocAuc(), new double[0], new double[0], random);
        Interval oneClass = MetricBand.withDefaults().of(Metrics.rocAuc(), new double[3], new double[3], random);

        assertThat(none.estimate()).isNaN();
        assertThat(oneClass.low()).isNaN();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MetricBand.withDefaults().withResamples(99));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MetricBand.withDefaults().withConfidence(1));
    }
}
