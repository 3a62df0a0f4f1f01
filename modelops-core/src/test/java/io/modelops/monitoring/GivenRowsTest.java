package io.modelops.monitoring;

import static io.modelops.spi.Observed.START;
import static io.modelops.spi.Observed.answer;
import static io.modelops.spi.Observed.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.Features;
import io.modelops.model.InvalidInputException;
import io.modelops.spi.Finding;
import io.modelops.spi.Finding.Status;
import io.modelops.spi.Monitor;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Monitors of whole inputs that learn from rows given at training time, which may be sorted. */
class GivenRowsTest {
    private static final Features<double[]> TWO = Features.<double[]>builder()
            .numeric("a", row -> row[0])
            .numeric("b", row -> row[1])
            .build();

    private final SplittableRandom random = new SplittableRandom(5);
    private final List<double[]> training = rows(2_000, 0.9).stream()
            .sorted(Comparator.comparingDouble(row -> row[0]))
            .toList();

    @Test
    void multivariateDrift_firstWindowOfTrafficIsJudged() {
        assertThat(first(Monitors.multivariateDrift(TWO).window(300).fit(training), rows(300, 0.9))
                        .status())
                .isEqualTo(Status.OK);
        assertThat(first(Monitors.multivariateDrift(TWO).window(300).fit(training), rows(300, -0.9))
                        .status())
                .isEqualTo(Status.BREACHED);
    }

    @Test
    void outliers_firstWindowOfTrafficIsJudged() {
        List<double[]> odd = rows(300, 0.9).stream()
                .map(row -> random.nextInt(10) == 0 ? new double[] {9, 9} : row)
                .toList();

        assertThat(first(Monitors.outliers(TWO).window(300).fit(training), rows(300, 0.9))
                        .status())
                .isEqualTo(Status.OK);
        assertThat(first(Monitors.outliers(TWO).window(300).fit(training), odd).status())
                .isEqualTo(Status.BREACHED);
    }

    @Test
    void embeddingDrift_firstWindowOfTrafficIsJudged() {
        assertThat(first(embeddings().window(300).fit(training), rows(300, 0.9)).status())
                .isEqualTo(Status.OK);
        assertThat(first(embeddings().window(300).fit(training), rows(300, -0.9))
                        .status())
                .isEqualTo(Status.BREACHED);
    }

    @Test
    void fit_stateOfATrainingProcess_goesOnInAServingOne() {
        byte[] fitted = Monitors.outliers(TWO).window(300).fit(training).state().orElseThrow();
        Outliers<double[]> serving = Monitors.outliers(TWO).learnFrom(2_000).window(300);
        serving.restore(fitted);

        assertThat(first(serving, rows(300, 0.9)).status()).isEqualTo(Status.OK);
    }

    @Test
    void fit_tooFewRowsOrASettingAfterwards_isRefused() {
        List<double[]> few = training.subList(0, 63);

        assertThatThrownBy(() -> Monitors.multivariateDrift(TWO).fit(training.subList(0, 1_500)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("expected 3000 or more");
        assertThatThrownBy(() -> Monitors.outliers(TWO).fit(few)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> embeddings().fit(few)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> embeddings().fit(training).window(5)).hasMessageContaining("after fit");
        assertThatThrownBy(() -> Monitors.outliers(TWO).fit(training).alpha(0.5))
                .hasMessageContaining("after fit");
        assertThatThrownBy(() ->
                        Monitors.multivariateDrift(TWO).window(50).fit(training).threshold(1))
                .hasMessageContaining("after fit");
    }

    private static EmbeddingDrift<double[]> embeddings() {
        return Monitors.embeddingDrift(row -> new float[] {(float) row[0], (float) row[1]});
    }

    private static Finding first(Monitor<double[], Object> monitor, List<double[]> traffic) {
        monitor.onServing(version(1), null);
        traffic.forEach(row -> monitor.onPrediction(answer(version(1), 1, row, 1.0)));
        return monitor.evaluate(START).get(0);
    }

    private List<double[]> rows(int number, double correlation) {
        return Stream.generate(() -> {
                    double a = random.nextGaussian();
                    double noise = Math.sqrt(1 - correlation * correlation) * random.nextGaussian();
                    return new double[] {a, correlation * a + noise};
                })
                .limit(number)
                .toList();
    }
}
