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
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Monitors that look at an input as a whole: multivariate drift, outliers, embeddings. */
class WholeInputsTest {
    private static final ModelVersion CHAMPION = version(1);
    private static final Features<double[]> THREE = Features.<double[]>builder()
            .numeric("a", row -> row[0])
            .numeric("b", row -> row[1])
            .categorical("c", row -> row[2] > 0 ? "yes" : "no")
            .build();

    private final SplittableRandom random = new SplittableRandom(17);

    private abstract static class RowContract extends MonitorContract<double[], Double> {
        @Override
        protected double[] input(int index) {
            return new double[] {index % 40, (index % 40) * 2 + index % 3, index % 5 - 2};
        }

        @Override
        protected Double output(int index) {
            return 1.0;
        }

        @Override
        protected List<double[]> extremeInputs() {
            return List.of(
                    new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1},
                    new double[] {Double.MAX_VALUE, -Double.MAX_VALUE, 0},
                    new double[0]);
        }

        @Override
        protected List<Double> extremeOutputs() {
            return List.of(Double.NaN);
        }
    }

    @Nested
    class MultivariateContract extends RowContract {
        @Override
        protected Monitor<double[], Object> create() {
            return Monitors.multivariateDrift(THREE).learnFrom(50).window(20).referenceWindows(3);
        }
    }

    @Nested
    class OutliersContract extends RowContract {
        @Override
        protected Monitor<double[], Object> create() {
            return Monitors.outliers(THREE).learnFrom(200).window(20);
        }
    }

    @Nested
    class EmbeddingContract extends RowContract {
        @Override
        protected Monitor<double[], Object> create() {
            return Monitors.<double[]>embeddingDrift(row -> row.length == 0 ? null : floats(row))
                    .learnFrom(64)
                    .window(20);
        }
    }

    @Test
    void multivariateDrift_correlationBreaks_isFoundThoughNoFeatureMoved() {
        MultivariateDrift<double[]> drift =
                Monitors.multivariateDrift(THREE).learnFrom(400).window(200).referenceWindows(5);
        drift.onServing(CHAMPION, null);
        assertThat(only(drift).summary()).contains("0 of the 400 inputs that are learnt from");
        observe(drift, 400, () -> correlated(0.9));
        observe(drift, 400, () -> correlated(0.9));
        assertThat(only(drift).summary()).contains("2 of the 5 windows that are the reference");
        observe(drift, 800, () -> correlated(0.9));
        assertThat(only(drift).status()).isEqualTo(Status.OK);
        assertThat(drift.evaluate(START)).isEmpty();

        observe(drift, 200, () -> correlated(-0.9));

        Finding finding = only(drift);
        assertThat(finding.status()).isEqualTo(Status.BREACHED);
        assertThat(finding.summary())
                .startsWith("inputs together: reconstruction error ")
                .contains("changed most: ");
        assertThat(finding.value()).isGreaterThan(finding.threshold());
    }

    @Test
    @Tag("calibrate")
    void multivariateDrift_noDrift_alarmsAtTheStatedRate() {
        int trials = CalibrateRun.of(300, 5_000);
        int alarms = 0;
        for (int trial = 0; trial < trials; trial++) {
            MultivariateDrift<double[]> drift = Monitors.multivariateDrift(THREE)
                    .learnFrom(100)
                    .window(50)
                    .referenceWindows(5)
                    .threshold(0)
                    .alpha(0.05);
            drift.onServing(CHAMPION, null);
            observe(drift, 100 + 50 * 6, () -> correlated(0.5));
            alarms += only(drift).status() == Status.BREACHED ? 1 : 0;
        }
        Claim.about("multivariate-drift-false-alarms", 0.05, 0.5, alarms, trials)
                .check();
    }

    @Test
    void multivariateDrift_oneFeature_isNotJudged() {
        MultivariateDrift<double[]> drift = Monitors.multivariateDrift(
                Features.<double[]>builder().numeric("a", row -> row[0]).build());
        drift.onServing(CHAMPION, null);
        observe(drift, 10, () -> correlated(0));

        assertThat(only(drift).summary()).contains("fewer than two features");
    }

    @Test
    void outliers_moreThanUsual_areBreachedAndNamed() {
        Outliers<double[]> outliers = Monitors.outliers(THREE);
        outliers.onServing(CHAMPION, null);
        observe(outliers, 1_500, () -> correlated(0.9));
        assertThat(only(outliers).status()).isEqualTo(Status.OK);

        observe(outliers, 500, () -> random.nextInt(10) == 0 ? new double[] {0, 50, 0} : correlated(0.9));

        Finding finding = only(outliers);
        assertThat(finding.status()).isEqualTo(Status.BREACHED);
        assertThat(finding.value()).isBetween(0.06, 0.16);
        assertThat(finding.summary()).endsWith(" of them by b");
    }

    @Test
    void outliers_usualAloneButNotTogether_areFound() {
        Outliers<double[]> outliers = Monitors.outliers(THREE);
        outliers.onServing(CHAMPION, null);
        observe(outliers, 1_000, () -> correlated(0.95));

        observe(outliers, 500, () -> random.nextInt(10) == 0 ? new double[] {1.5, -1.5, 0} : correlated(0.95));

        assertThat(only(outliers).status()).isEqualTo(Status.BREACHED);
    }

    @Test
    @Tag("calibrate")
    void outliers_noDrift_alarmAtMostAtTheStatedRate() {
        int trials = CalibrateRun.of(200, 2_000);
        int alarms = 0;
        for (int trial = 0; trial < trials; trial++) {
            Outliers<double[]> outliers = Monitors.outliers(THREE)
                    .learnFrom(400)
                    .window(200)
                    .alpha(0.05)
                    .excess(0);
            outliers.onServing(CHAMPION, null);
            observe(outliers, 600, () -> correlated(0.5));
            alarms += only(outliers).status() == Status.BREACHED ? 1 : 0;
        }
        Claim.atMost("outliers-false-alarms", 0.05, alarms, trials).check();
    }

    @Test
    void embeddingDrift_directionChanged_isFound() {
        EmbeddingDrift<double[]> drift = Monitors.<double[]>embeddingDrift(WholeInputsTest::floats)
                .learnFrom(300)
                .window(200);
        drift.onServing(CHAMPION, null);
        observe(drift, 200, () -> correlated(0.9));
        assertThat(only(drift).summary()).contains("200 of the 300 embeddings");
        observe(drift, 300, () -> correlated(0.9));
        assertThat(only(drift).status()).isEqualTo(Status.OK);

        observe(drift, 200, () -> correlated(-0.9));

        assertThat(only(drift).status()).isEqualTo(Status.BREACHED);
        assertThat(only(Monitors.<double[]>embeddingDrift(row -> null)).status())
                .isEqualTo(Status.INSUFFICIENT_DATA);
    }

    @Test
    @Tag("calibrate")
    void embeddingDrift_noDrift_alarmsAtMostAtTheStatedRate() {
        int trials = CalibrateRun.of(60, 1_000);
        int alarms = 0;
        for (int trial = 0; trial < trials; trial++) {
            EmbeddingDrift<double[]> drift = Monitors.<double[]>embeddingDrift(WholeInputsTest::floats)
                    .learnFrom(100)
                    .window(50)
                    .threshold(0)
                    .alpha(0.05);
            drift.onServing(CHAMPION, null);
            observe(drift, 150, () -> correlated(0.5));
            alarms += only(drift).status() == Status.BREACHED ? 1 : 0;
        }
        Claim.about("embedding-drift-false-alarms", 0.05, 0.5, alarms, trials).check();
    }

    @Test
    void settings_outOfRange_areRefused() {
        assertThatThrownBy(() -> Monitors.outliers(THREE).learnFrom(10)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> Monitors.multivariateDrift(THREE).referenceWindows(2))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> Monitors.embeddingDrift(row -> null).learnFrom(63))
                .isInstanceOf(InvalidInputException.class);
    }

    private double[] correlated(double correlation) {
        double a = random.nextGaussian();
        double b = correlation * a + Math.sqrt(1 - correlation * correlation) * random.nextGaussian();
        return new double[] {a, b, random.nextGaussian()};
    }

    private static void observe(Monitor<double[], Object> monitor, int inputs, Supplier<double[]> input) {
        for (int index = 0; index < inputs; index++) {
            monitor.onPrediction(answer(CHAMPION, index, input.get(), 1.0));
        }
    }

    private static float[] floats(double[] row) {
        float[] floats = new float[row.length];
        for (int index = 0; index < row.length; index++) {
            floats[index] = (float) row[index];
        }
        return floats;
    }

    private static Finding only(Monitor<?, ?> monitor) {
        return monitor.evaluate(START).get(0);
    }
}
