package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.statistics.ClassMetrics.Average;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What was learnt says the same after it was taken apart and put together again. */
class StoredStatisticsTest {
    private final SplittableRandom random = new SplittableRandom(3);

    @Test
    void of_partsOfAMahalanobisDistance_measuresTheSame() {
        double[][] rows = rows(50, 3);
        Mahalanobis learnt = Mahalanobis.fit(rows);

        Mahalanobis stored = Mahalanobis.of(learnt.means(), learnt.deviations(), learnt.factor());

        for (double[] row : rows) {
            assertThat(stored.squared(row)).isEqualTo(learnt.squared(row));
        }
        assertThatThrownBy(() -> Mahalanobis.of(learnt.means(), learnt.deviations(), new double[3]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Mahalanobis.of(learnt.means(), new double[3], learnt.factor()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Mahalanobis.of(learnt.means(), learnt.deviations(), new double[6]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("diagonal");
    }

    @Test
    void of_sumsOfAMeanEmbedding_goesOnAsBefore() {
        FourierFeatures map = FourierFeatures.gaussian(3, 1, 16, new SplittableRandom(1));
        MeanEmbedding whole = new MeanEmbedding(map);
        for (double[] row : rows(77, 3)) {
            whole.add(row);
        }
        MeanEmbedding stored = MeanEmbedding.of(map, whole.count(), whole.ignored(), whole.sums());
        for (double[] row : rows(50, 3)) {
            whole.add(row);
            stored.add(row);
        }

        assertThat(stored.mean()).isEqualTo(whole.mean());
        assertThat(stored.traceOfSquaredCovariance()).isEqualTo(whole.traceOfSquaredCovariance());
        assertThatThrownBy(() -> MeanEmbedding.of(map, -1, 0, whole.sums()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MeanEmbedding.of(map, 1, 0, new double[3]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bandwidth_ofAReference_makesTheSameMapAgain() {
        double[][] rows = rows(40, 3);

        double bandwidth = FourierFeatures.bandwidth(rows, new SplittableRandom(9));

        assertThat(FourierFeatures.gaussian(3, bandwidth, 8, new SplittableRandom(9)))
                .isEqualTo(FourierFeatures.ofReference(rows, 8, new SplittableRandom(9)));
        assertThat(FourierFeatures.bandwidth(new double[0][], new SplittableRandom(9)))
                .isEqualTo(1);
    }

    @Test
    void reading_ofAMetric_givesTheSameValue() {
        List<String> answers = List.of("0.9", "0.2", "0.7", "0.4");
        List<String> labels = List.of("1", "0", "0", "1");
        for (AnswerMetric<String> metric : List.of(
                AnswerMetric.of(Metrics.rocAuc(), Double::parseDouble),
                AnswerMetric.<Double>of(Metrics.rocAuc(), Double::doubleValue)
                        .<String>compose(text -> Double.parseDouble(text)),
                ClassMetrics.<String>f1(Average.MACRO, text -> Double.parseDouble(text) > 0.5))) {
            AnswerMetric.Reading<String> reading = metric.reading().orElseThrow();

            double value = reading.metric()
                    .of(
                            answers.stream().<Object>map(reading.view()).toList(),
                            labels.stream().<Object>map(reading.view()).toList());

            assertThat(value).as(metric.name()).isEqualTo(metric.of(answers, labels));
        }
        assertThat(AnswerMetric.of(Metrics.meanAbsoluteError(), Double::parseDouble)
                        .reading())
                .isEmpty();
    }

    private double[][] rows(int number, int columns) {
        double[][] rows = new double[number][columns];
        for (double[] row : rows) {
            for (int column = 0; column < columns; column++) {
                row[column] = random.nextGaussian() + (column == 0 ? 0 : row[0]);
            }
        }
        return rows;
    }
}
