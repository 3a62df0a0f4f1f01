package io.modelops.monitoring;

import static io.modelops.spi.Observed.START;
import static io.modelops.spi.Observed.answer;
import static io.modelops.spi.Observed.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.calibrate.CalibrateRun;
import io.modelops.calibrate.Claim;
import io.modelops.model.Features;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.spi.Finding;
import io.modelops.spi.Finding.Status;
import io.modelops.spi.Monitor;
import io.modelops.spi.MonitorContract;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ClassifierDriftTest {
    private static final ModelVersion CHAMPION = version(1);
    private static final Features<double[]> SIX = six();

    private final SplittableRandom random = new SplittableRandom(71);

    @Nested
    class Contract extends MonitorContract<double[], Double> {
        @Override
        protected Monitor<double[], Object> create() {
            return Monitors.classifierDrift(SIX).learnFrom(50).window(50);
        }

        @Override
        protected double[] input(int index) {
            return new double[] {index % 40, index % 3, 0, index, -index, index % 7};
        }

        @Override
        protected Double output(int index) {
            return 1.0;
        }

        @Override
        protected List<double[]> extremeInputs() {
            return List.of(
                    new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1, 0, 0, 0},
                    new double[] {Double.MAX_VALUE, -Double.MAX_VALUE, 0, 0, 0, 0},
                    new double[0]);
        }

        @Override
        protected List<Double> extremeOutputs() {
            return List.of(Double.NaN);
        }
    }

    @Test
    void evaluate_nothingChanged_isFine() {
        ClassifierDrift<double[]> drift = Monitors.classifierDrift(SIX);
        observe(drift, 900, () -> row(0));
        assertThat(only(drift).summary()).contains("900 of the 1000 inputs that make the reference");
        observe(drift, 1_100, () -> row(0));

        Finding finding = only(drift);

        assertThat(finding.status()).isEqualTo(Status.OK);
        assertThat(finding.value()).isBetween(0.4, 0.6);
        assertThat(finding.samples()).isEqualTo(1_000);
        assertThat(drift.evaluate(START)).isEmpty();
    }

    @Test
    void evaluate_featuresChanged_namesThemFirst() {
        ClassifierDrift<double[]> drift = Monitors.classifierDrift(SIX);
        observe(drift, 1_000, () -> row(0));
        observe(drift, 1_000, () -> row(0.7));

        Finding finding = only(drift);

        assertThat(finding.status()).isEqualTo(Status.BREACHED);
        // Two numbers that moved by 0.7: stats.norm.cdf(.7 * 2 ** .5 / 2 ** .5) = 0.758 with the best score
        assertThat(finding.value()).isBetween(0.72, 0.8);
        assertThat(finding.summary())
                .startsWith("inputs by a classifier: told from the reference with an area of 0.7")
                .matches(".* by f[12] \\d\\d %, f[12] \\d\\d %, f\\d \\d+ %, over 1000 and 1000 rows");
    }

    @Test
    void evaluate_manySmallChanges_areFoundThoughNoFeatureMovedMuch() {
        ClassifierDrift<double[]> drift = Monitors.classifierDrift(SIX);
        FeatureDrift<double[]> each = Monitors.featureDrift(SIX).window(1_000).reference(Reference.first(1_000));
        each.onServing(CHAMPION, null);
        for (Monitor<double[], Object> monitor : List.of(drift, each)) {
            observe(monitor, 1_000, () -> row(0));
            observe(monitor, 1_000, () -> {
                double[] row = row(0.3);
                row[0] += 0.3;
                row[3] += 0.3;
                row[4] += 0.3;
                return row;
            });
        }

        assertThat(only(drift).status()).isEqualTo(Status.BREACHED);
        assertThat(each.evaluate(START)).allMatch(finding -> finding.status() == Status.OK);
    }

    @Test
    void evaluate_embeddingsTurned_isFound() {
        ClassifierDrift<double[]> drift = Monitors.<double[]>embeddingClassifierDrift(
                        row -> new float[] {(float) row[0], (float) row[1], (float) row[2]})
                .learnFrom(500)
                .window(500);
        observe(drift, 500, () -> new double[] {2, 0, random.nextGaussian()});
        observe(drift, 500, () -> new double[] {0, 2, random.nextGaussian()});

        assertThat(only(drift).status()).isEqualTo(Status.BREACHED);
        assertThat(only(drift(row -> null)).summary()).contains("0 of the 1000 inputs");
    }

    @Test
    void evaluate_muchTraffic_keepsASampleOfBoundedSize() {
        ClassifierDrift<double[]> drift =
                Monitors.classifierDrift(SIX).learnFrom(3_000).window(Window.tumbling(Duration.ofHours(2)));
        observe(drift, 10_200, () -> row(0));

        Finding finding = drift.evaluate(START.plus(Duration.ofHours(4))).get(0);

        assertThat(finding.summary()).endsWith("over 1000 and 1000 rows");
        assertThat(finding.samples()).isGreaterThan(1_000);
        assertThat(drift.retainedBytes()).isLessThan(400_000);
    }

    @Test
    void fit_trainingRows_areTheReference() {
        List<double[]> training = Stream.generate(() -> row(0)).limit(800).toList();
        ClassifierDrift<double[]> drift =
                Monitors.classifierDrift(SIX).window(400).fit(training);
        observe(drift, 400, () -> row(1));

        assertThat(only(drift).status()).isEqualTo(Status.BREACHED);
        assertThat(Monitors.classifierDrift(SIX).fit(training).evaluate(START)).isEmpty();
    }

    @Test
    void settings_outOfRange_areRefused() {
        ClassifierDrift<double[]> drift = Monitors.classifierDrift(SIX);
        List<double[]> rows = Stream.generate(() -> row(0)).limit(50).toList();

        assertThatThrownBy(() -> drift.threshold(0.4)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> drift.threshold(Double.NaN)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> drift.fit(rows.subList(0, 49))).hasMessageContaining("49 rows");
        assertThatThrownBy(() -> drift.fit(rows).alpha(0.1)).hasMessageContaining("after fit");
        assertThatThrownBy(() -> drift.fit(rows).fit(rows)).hasMessageContaining("after fit");
        Features.Builder<double[]> many = Features.builder();
        IntStream.range(0, 65).forEach(column -> many.numeric("f" + column, row -> 0));
        assertThatThrownBy(() -> Monitors.classifierDrift(many.build())).hasMessageContaining("expected 64 or fewer");
    }

    @Test
    @Tag("calibrate")
    void evaluate_noDrift_alarmsAtTheStatedRate() {
        int trials = CalibrateRun.of(120, 2_000);
        int alarms = 0;
        for (int trial = 0; trial < trials; trial++) {
            ClassifierDrift<double[]> drift = Monitors.classifierDrift(SIX)
                    .learnFrom(100)
                    .window(100)
                    .threshold(0.5)
                    .alpha(0.05);
            observe(drift, 200, () -> row(0));
            alarms += only(drift).status() == Status.BREACHED ? 1 : 0;
        }
        Claim.about("classifier-drift-false-alarms", 0.05, 0.5, alarms, trials).check();
    }

    private static ClassifierDrift<double[]> drift(Function<double[], float[]> embedding) {
        return Monitors.embeddingClassifierDrift(embedding);
    }

    private static Features<double[]> six() {
        Features.Builder<double[]> features = Features.builder();
        IntStream.range(0, 5).forEach(column -> features.numeric("f" + column, row -> row[column]));
        return features.categorical("kind", row -> row[5] > 0 ? "a" : "b").build();
    }

    /** The second and the third number are moved. */
    private double[] row(double by) {
        double[] row = IntStream.range(0, 6)
                .mapToDouble(column -> random.nextGaussian())
                .toArray();
        row[1] += by;
        row[2] += by;
        return row;
    }

    private static void observe(Monitor<double[], Object> monitor, int inputs, Supplier<double[]> input) {
        for (int index = 0; index < inputs; index++) {
            monitor.onPrediction(answer(CHAMPION, index, input.get(), 1.0));
        }
    }

    private static Finding only(Monitor<?, ?> monitor) {
        return monitor.evaluate(START).get(0);
    }
}
