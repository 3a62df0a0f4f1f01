package io.modelops.monitoring;

import static io.modelops.spi.Observed.START;
import static io.modelops.spi.Observed.answer;
import static io.modelops.spi.Observed.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.calibrate.CalibrateRun;
import io.modelops.calibrate.Claim;
import io.modelops.model.Features;
import io.modelops.model.Profile;
import io.modelops.spi.Finding;
import io.modelops.spi.Monitor;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How often drift of a data set is found where there is none, on replays of real rows: reference and windows are drawn
 * from the same rows. The limits of the effect are put aside, so that only the corrected tests stand between noise and
 * alarm; with them in force there are fewer alarms.
 */
@Tag("calibrate")
class DriftCalibrationTest {
    private static final CreditData CREDIT = CreditData.read();
    private static final Features<List<String>> FEATURES = CREDIT.features();
    private static final double ALPHA = 0.05;

    /** Rows per window. */
    static IntStream rows() {
        return CalibrateRun.isFull() ? IntStream.of(100, 1_000, 10_000, 100_000) : IntStream.of(100, 1_000);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void featureDrift_noDrift_alarmsAtTheStatedRate(int rows) {
        int trials = CalibrateRun.of(rows == 100 ? 300 : 60, 1_000);
        int alarms = alarms(
                Monitors.featureDrift(FEATURES).threshold(0).alpha(ALPHA).window(Window.tumbling(rows)), rows, trials);

        Claim.about("feature-drift-false-alarms-" + rows, ALPHA, 0.5, alarms, trials)
                .check();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void featureDriftWithItsLimit_noDrift_alarmsAtMostAtTheStatedRate(int rows) {
        int trials = CalibrateRun.of(60, 1_000);
        int alarms = alarms(Monitors.featureDrift(FEATURES).window(Window.tumbling(rows)), rows, trials);

        Claim.atMost("feature-drift-default-false-alarms-" + rows, 0.01, alarms, trials)
                .check();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void summaryDrift_noDrift_alarmsAtTheStatedRate(int rows) {
        int trials = CalibrateRun.of(rows == 100 ? 300 : 60, 1_000);
        int alarms = alarms(
                Monitors.summaryDrift(FEATURES).limits(0, 1, 0).alpha(ALPHA).window(Window.tumbling(rows)),
                rows,
                trials);

        Claim.about("summary-drift-false-alarms-" + rows, ALPHA, 0.5, alarms, trials)
                .check();
    }

    @Test
    void featureDrift_pricesRise_areFoundAndNamed() {
        SplittableRandom random = new SplittableRandom(4);
        Features<List<String>> dearer = Features.<List<String>>builder()
                .numeric("Price", row -> 1.5 * Double.parseDouble(row.get(13)))
                .build();
        Profile usual = Profiler.of(FEATURES).profile(CREDIT.drawn(2_000, random));
        FeatureDrift<List<String>> drift = Monitors.featureDrift(dearer);
        drift.onServing(version(1), usual);
        CREDIT.drawn(500, random).forEach(row -> drift.onPrediction(answer(version(1), 1, row, 1.0)));

        Finding finding = drift.evaluate(START).get(0);

        assertThat(finding.status()).isEqualTo(Finding.Status.BREACHED);
        assertThat(finding.summary()).startsWith("Price: mean 14");
    }

    private static int alarms(Monitor<List<String>, Object> monitor, int rows, int trials) {
        SplittableRandom random = new SplittableRandom(20_100_101L + rows);
        int alarms = 0;
        for (int trial = 0; trial < trials; trial++) {
            monitor.onServing(
                    version(trial + 1), Profiler.of(FEATURES).profile(CREDIT.drawn(Math.max(1_000, rows), random)));
            CREDIT.drawn(rows, random).forEach(row -> monitor.onPrediction(answer(version(1), 1, row, 1.0)));
            alarms += monitor.evaluate(START).stream().anyMatch(finding -> finding.status() == Finding.Status.BREACHED)
                    ? 1
                    : 0;
        }
        return alarms;
    }
}
