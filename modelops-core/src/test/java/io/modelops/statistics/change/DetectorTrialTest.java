package io.modelops.statistics.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.modelops.statistics.Interval;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class DetectorTrialTest {
    private static final DetectorTrial TRIAL = new DetectorTrial(500, 200, 100, 4);

    @Test
    void run_shiftOfOneDeviation_findsAllSoonAndRepeatably() {
        DetectorOutcome outcome = TRIAL.run(
                () -> Cusum.builder()
                        .standardisedBy(0, 1)
                        .oneFalseAlarmPer(5000)
                        .build(),
                RandomGenerator::nextGaussian,
                random -> random.nextGaussian() + 1);

        assertThat(outcome.normalRecords()).isEqualTo(50_000);
        assertThat(outcome.falseAlarms()).isBetween(2L, 25L);
        assertThat(outcome.recordsPerFalseAlarm()).isEqualTo(50_000.0 / outcome.falseAlarms());
        assertThat(outcome.power(0.95).estimate()).isEqualTo(1);
        assertThat(outcome.meanDelay()).isBetween(8.0, 16.0); // 2 ln(ARL) / shift² and a little, by Lorden
        assertThat(outcome.delayQuantile(0.5)).isBetween(5.0, 15.0);
        assertThat(TRIAL.run(
                        () -> Cusum.builder()
                                .standardisedBy(0, 1)
                                .oneFalseAlarmPer(5000)
                                .build(),
                        RandomGenerator::nextGaussian,
                        random -> random.nextGaussian() + 1))
                .isEqualTo(outcome);
    }

    @Test
    void run_noChange_findsNothing() {
        DetectorOutcome outcome = TRIAL.run(Adwin::withDefaults, random -> 1, random -> 1);

        assertThat(outcome.falseAlarms()).isZero();
        assertThat(outcome.recordsPerFalseAlarm()).isInfinite();
        assertThat(outcome.power(0.95)).extracting(Interval::estimate).isEqualTo(0.0);
        assertThat(outcome.meanDelay()).isNaN();
        assertThat(outcome.delayQuantile(0.5)).isInfinite();
    }

    @Test
    void arguments_outOfRange_throws() {
        assertThatIllegalArgumentException().isThrownBy(() -> new DetectorTrial(-1, 0, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new DetectorTrial(0, -1, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new DetectorTrial(0, 0, 0, 0));
        DetectorOutcome none = new DetectorTrial(0, 0, 1, 0).run(Adwin::withDefaults, random -> 1, random -> 1);
        assertThat(none.recordsPerFalseAlarm()).isNaN();
        assertThatIllegalArgumentException().isThrownBy(() -> none.delayQuantile(0));
    }
}
