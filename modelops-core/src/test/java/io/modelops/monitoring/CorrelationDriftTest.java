package io.modelops.monitoring;

import static io.modelops.spi.Observed.START;
import static io.modelops.spi.Observed.answer;
import static io.modelops.spi.Observed.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.calibrate.CalibrateRun;
import io.modelops.calibrate.Claim;
import io.modelops.model.Features;
import io.modelops.model.ModelVersion;
import io.modelops.spi.Finding;
import io.modelops.spi.Finding.Status;
import io.modelops.spi.Monitor;
import io.modelops.spi.MonitorContract;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorrelationDriftTest {
    private static final ModelVersion CHAMPION = version(1);
    private static final Features<double[]> FOUR = Features.<double[]>builder()
            .numeric("a", row -> row[0])
            .numeric("b", row -> row[1])
            .numeric("c", row -> row[2])
            .numeric("d", row -> row[3])
            .categorical("kind", row -> "k")
            .build();

    private final SplittableRandom random = new SplittableRandom(91);

    @Nested
    class Contract extends MonitorContract<double[], Double> {
        @Override
        protected Monitor<double[], Object> create() {
            return Monitors.correlations(FOUR).learnFrom(50).window(50);
        }

        @Override
        protected double[] input(int index) {
            return new double[] {index % 40, index % 3, index % 7, -index};
        }

        @Override
        protected Double output(int index) {
            return 1.0;
        }

        @Override
        protected List<double[]> extremeInputs() {
            return List.of(
                    new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1, 0},
                    new double[] {Double.MAX_VALUE, -Double.MAX_VALUE, 0, 0},
                    new double[0]);
        }

        @Override
        protected List<Double> extremeOutputs() {
            return List.of(Double.NaN);
        }
    }

    @Test
    void evaluate_nothingChanged_isFine() {
        CorrelationDrift<double[]> drift = Monitors.correlations(FOUR);
        observe(drift, 900, () -> row(0.6));
        assertThat(drift.evaluate(START).get(0).summary()).contains("900 of the 1000 inputs that make the reference");
        observe(drift, 1_100, () -> row(0.6));

        List<Finding> findings = drift.evaluate(START);

        assertThat(findings).extracting(Finding::status).containsExactly(Status.OK, Status.OK);
        assertThat(findings).extracting(Finding::subject).containsExactly("correlations", "columns");
        assertThat(drift.evaluate(START)).isEmpty();
    }

    @Test
    void evaluate_correlationGone_isFoundAndNamed() {
        CorrelationDrift<double[]> drift = Monitors.correlations(FOUR);
        observe(drift, 1_000, () -> row(0.8));
        observe(drift, 1_000, () -> row(0));

        Finding finding = drift.evaluate(START).get(0);

        assertThat(finding.status()).isEqualTo(Status.BREACHED);
        // 6 / np.pi * np.arcsin(.8 / 2) = 0.786: the rank correlation of normals
        assertThat(finding.value()).isBetween(0.7, 0.87);
        assertThat(finding.summary())
                .matches(
                        "correlations: a with b from 0\\.7\\d to -?0\\.0\\d \\(limit 0\\.20\\), p .* corrected for 6 pairs,"
                                + " over 1000 inputs");
    }

    @Test
    void evaluate_constantAndDuplicateColumns_areNamed() {
        CorrelationDrift<double[]> drift = Monitors.correlations(FOUR);
        observe(drift, 1_000, () -> row(0));
        observe(drift, 1_000, () -> {
            double[] row = row(0);
            return new double[] {row[0], row[1], 3, row[1]};
        });

        Finding finding = drift.evaluate(START).get(1);

        assertThat(finding.status()).isEqualTo(Status.BREACHED);
        assertThat(finding.value()).isEqualTo(2);
        assertThat(finding.summary()).isEqualTo("columns: d became the same as b, c became constant, over 1000 inputs");
    }

    @Test
    void evaluate_missingValues_leaveOutTheirPairsOnly() {
        CorrelationDrift<double[]> drift = Monitors.correlations(FOUR);
        observe(drift, 1_000, () -> row(0.8));
        observe(drift, 1_000, () -> {
            double[] row = row(0.8);
            return new double[] {row[0], row[1], Double.NaN, random.nextInt(3) == 0 ? Double.NaN : row[3]};
        });

        Finding finding = drift.evaluate(START).get(0);

        assertThat(finding.status()).isEqualTo(Status.OK);
        assertThat(finding.summary()).contains("corrected for 3 pairs");
    }

    @Test
    void fit_trainingRows_areTheReference() {
        List<double[]> training = Stream.generate(() -> row(0.8)).limit(1_500).toList();
        CorrelationDrift<double[]> drift =
                Monitors.correlations(FOUR).window(500).fit(training);
        observe(drift, 500, () -> row(-0.8));

        assertThat(drift.evaluate(START).get(0).status()).isEqualTo(Status.BREACHED);
        assertThatThrownBy(() -> drift.alpha(0.5)).hasMessageContaining("after fit");
        assertThatThrownBy(() -> Monitors.correlations(FOUR).fit(training.subList(0, 9)))
                .hasMessageContaining("expected 50 or more");
    }

    @Test
    void correlations_moreThanFiftyNumbers_areRefused() {
        Features.Builder<double[]> many = Features.builder();
        IntStream.range(0, 51).forEach(column -> many.numeric("f" + column, row -> row[0]));

        assertThatThrownBy(() -> Monitors.correlations(many.build())).hasMessageContaining("expected 50 or fewer");
    }

    @Test
    void merge_partsOfAWindow_giveTheWhole() {
        PairMoments whole = new PairMoments(4);
        PairMoments first = new PairMoments(4);
        PairMoments second = new PairMoments(4);
        for (int index = 0; index < 500; index++) {
            double[] row = row(0.5);
            row[3] = index % 5 == 0 ? Double.NaN : row[0];
            whole.add(row, row);
            (index % 2 == 0 ? first : second).add(row, row);
        }
        first.merge(second);

        assertThat(first)
                .usingRecursiveComparison()
                .withComparatorForType(CorrelationDriftTest::close, Double.class)
                .isEqualTo(whole);
        assertThat(whole.isDuplicate(whole.pair(0, 3))).isTrue();
        assertThat(whole.count(whole.pair(2, 3))).isEqualTo(400);
    }

    /** Heavy tails, ties and dependence that no normal distribution has: none of them may ring an alarm. */
    @ParameterizedTest
    @ValueSource(strings = {"normal", "heavy-tails", "ties"})
    @Tag("calibrate")
    void evaluate_noDrift_alarmsAtMostAtTheStatedRate(String kind) {
        int trials = CalibrateRun.of(200, 5_000);
        int alarms = 0;
        for (int trial = 0; trial < trials; trial++) {
            CorrelationDrift<double[]> drift = Monitors.correlations(FOUR)
                    .learnFrom(300)
                    .window(150)
                    .threshold(0)
                    .alpha(0.05);
            observe(drift, 450, () -> of(kind));
            alarms += drift.evaluate(START).get(0).status() == Status.BREACHED ? 1 : 0;
        }
        Claim.atMost("correlation-drift-false-alarms-" + kind, 0.06, alarms, trials)
                .check();
    }

    private double[] of(String kind) {
        double[] row = row(0.5);
        if (kind.equals("heavy-tails")) {
            return IntStream.range(0, 4)
                    .mapToDouble(column -> Math.exp(3 * row[column]))
                    .toArray();
        }
        return kind.equals("ties")
                ? IntStream.range(0, 4)
                        .mapToDouble(column -> Math.max(0, Math.rint(row[column])))
                        .toArray()
                : row;
    }

    private double[] row(double correlation) {
        double a = random.nextGaussian();
        double b = correlation * a + Math.sqrt(1 - correlation * correlation) * random.nextGaussian();
        return new double[] {a, b, random.nextGaussian(), random.nextGaussian()};
    }

    private static int close(Double first, Double second) {
        return Math.abs(first - second) <= 1e-9 ? 0 : Double.compare(first, second);
    }

    private static void observe(Monitor<double[], Object> monitor, int inputs, Supplier<double[]> input) {
        for (int index = 0; index < inputs; index++) {
            monitor.onPrediction(answer(CHAMPION, index, input.get(), 1.0));
        }
    }
}
