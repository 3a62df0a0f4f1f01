package io.modelops.monitoring;

import static io.modelops.monitoring.Monitors.predictionDrift;
import static io.modelops.spi.Observed.START;
import static io.modelops.spi.Observed.answer;
import static io.modelops.spi.Observed.failure;
import static io.modelops.spi.Observed.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.model.FeatureProfile;
import io.modelops.model.ModelVersion;
import io.modelops.model.Score;
import io.modelops.spi.Finding;
import io.modelops.spi.Finding.Status;
import io.modelops.spi.Monitor;
import io.modelops.spi.MonitorContract;
import io.modelops.spi.Role;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PredictionDriftTest {
    private static final ModelVersion CHAMPION = version(1);

    private final PredictionDrift<Score> drift = predictionDrift(Score::score);
    private final SplittableRandom random = new SplittableRandom(1);

    @Nested
    class Contract extends MonitorContract<Integer, Score> {
        @Override
        protected Monitor<Object, Score> create() {
            return predictionDrift(Score::score);
        }

        @Override
        protected Integer input(int index) {
            return index;
        }

        @Override
        protected Score output(int index) {
            return new Score(Math.sin(index));
        }

        @Override
        protected List<Integer> extremeInputs() {
            return List.of(Integer.MIN_VALUE);
        }

        @Override
        protected List<Score> extremeOutputs() {
            return List.of(
                    new Score(Double.NaN),
                    new Score(Double.POSITIVE_INFINITY),
                    new Score(Double.NEGATIVE_INFINITY),
                    new Score(-Double.MAX_VALUE));
        }
    }

    @Test
    void evaluate_firstScores_becomeTheReference() {
        drift.onServing(CHAMPION, null);
        observe(drift, 499, 0);

        assertThat(finding(drift).status()).isEqualTo(Status.INSUFFICIENT_DATA);
        assertThat(finding(drift).summary()).contains("499 of the 500 scores that make the reference");

        observe(drift, 501, 0);

        assertThat(finding(drift).status()).isEqualTo(Status.OK);
        assertThat(finding(drift).samples()).isEqualTo(500);
    }

    @Test
    void evaluate_scoresMoved_isBreached() {
        drift.onServing(CHAMPION, null);
        observe(drift, 500, 0);
        observe(drift, 500, 1);

        Finding finding = finding(drift);

        assertThat(finding.subject()).isEqualTo("prediction");
        assertThat(finding.status()).isEqualTo(Status.BREACHED);
        assertThat(finding.summary()).doesNotContain("corrected");
    }

    @Test
    void evaluate_scoresNoLongerGiven_isBreached() {
        drift.onServing(CHAMPION, null);
        observe(drift, 500, 0);
        observe(drift, 400, 0);
        observe(drift, 100, Double.NaN);

        assertThat(finding(drift).status()).isEqualTo(Status.BREACHED);
        assertThat(finding(drift).summary()).contains("(missing) from 0.0 % to 20.0 %");
    }

    @Test
    void evaluate_givenReference_needsNoLearning() {
        PredictionDrift<Score> monitor = drift.reference(
                new FeatureProfile.Numeric("score", List.of(0.0), List.of(500L, 500L, 0L), 0, 1, -3, 3));
        monitor.onServing(CHAMPION, null);
        observe(monitor, 200, 3);

        assertThat(finding(monitor).status()).isEqualTo(Status.BREACHED);
    }

    @Test
    void onPrediction_otherVersionsRolesAndFailures_doNotCount() {
        PredictionDrift<Score> monitor = drift.learnFrom(10);
        monitor.onServing(CHAMPION, null);

        monitor.onPrediction(answer(CHAMPION, Role.SHADOW, 1, 1, new Score(1)));
        monitor.onPrediction(answer(version(2), Role.CHALLENGER, 1, 1, new Score(1)));
        monitor.onPrediction(answer(version(2), Role.CHAMPION, 1, 1, new Score(1)));
        monitor.onPrediction(failure(CHAMPION, Role.CHAMPION, 1, 1));
        monitor.onPrediction(answer(CHAMPION, Role.CHAMPION, 1, 1, new Score(1)));

        assertThat(finding(monitor).samples()).isEqualTo(1);
    }

    @Test
    void onServing_anotherVersion_learnsItsScores() {
        drift.onServing(CHAMPION, null);
        observe(drift, 1_000, 0);

        drift.onServing(version(2), null);

        assertThat(finding(drift).summary()).contains("0 of the 500 scores that make the reference");
    }

    private void observe(PredictionDrift<Score> monitor, int scores, double mean) {
        for (int index = 0; index < scores; index++) {
            monitor.onPrediction(answer(CHAMPION, index, index, new Score(mean + random.nextGaussian())));
        }
    }

    private static Finding finding(PredictionDrift<Score> monitor) {
        return monitor.evaluate(START).get(0);
    }
}
