package io.modelops.monitoring;

import static io.modelops.monitoring.Monitors.errorShift;
import static io.modelops.spi.Observed.START;
import static io.modelops.spi.Observed.answer;
import static io.modelops.spi.Observed.labelled;
import static io.modelops.spi.Observed.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.modelops.model.ModelVersion;
import io.modelops.spi.Finding;
import io.modelops.spi.Finding.Status;
import io.modelops.spi.Monitor;
import io.modelops.spi.MonitorContract;
import io.modelops.spi.Role;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ErrorShiftTest {
    private static final ModelVersion CHAMPION = version(1);

    private final ErrorShift<Double> shift = errorShift(Double::doubleValue);
    private final SplittableRandom random = new SplittableRandom(3);

    @Nested
    class Contract extends MonitorContract<Integer, Double> {
        @Override
        protected Monitor<Object, Double> create() {
            return errorShift(Double::doubleValue);
        }

        @Override
        protected Integer input(int index) {
            return index;
        }

        @Override
        protected Double output(int index) {
            return Math.sin(index);
        }

        @Override
        protected List<Integer> extremeInputs() {
            return List.of(0);
        }

        @Override
        protected List<Double> extremeOutputs() {
            return List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.MAX_VALUE, -Double.MAX_VALUE, 0.0);
        }
    }

    @Test
    void evaluate_levelStays_isFine() {
        shift.onServing(CHAMPION, null);
        observe(50 + 500, 10);

        Finding finding = finding();

        assertThat(finding.status()).isEqualTo(Status.OK);
        assertThat(finding.samples()).isEqualTo(500);
        assertThat(finding.value()).isLessThan(finding.threshold());
    }

    @Test
    void evaluate_levelRises_isBreachedUntilItIsBack() {
        shift.onServing(CHAMPION, null);
        observe(50, 10);
        observe(40, 11.5);

        Finding risen = finding();
        assertThat(risen.status()).isEqualTo(Status.BREACHED);
        assertThat(risen.value()).isGreaterThan(risen.threshold());

        observe(200, 10);
        assertThat(finding().status()).isEqualTo(Status.OK);
    }

    @Test
    void evaluate_levelFalls_isFine() {
        shift.onServing(CHAMPION, null);
        observe(50, 10);
        observe(200, 5);

        assertThat(finding().status()).isEqualTo(Status.OK);
        assertThat(finding().value()).isZero();
    }

    @Test
    void evaluate_normalLevelUnknown_saysSo() {
        shift.onServing(CHAMPION, null);
        observe(49, 10);

        assertThat(finding().status()).isEqualTo(Status.INSUFFICIENT_DATA);
        assertThat(finding().summary()).contains("49 of the 50 losses that give the level");
    }

    @Test
    void evaluate_outlierAmongEqualLosses_isNoShiftButThreeAre() {
        shift.onServing(CHAMPION, null);
        for (int index = 0; index < 50; index++) {
            observeLoss(1);
        }
        observeLoss(1e9);
        assertThat(finding().status()).isEqualTo(Status.OK);

        observeLoss(1e9);
        observeLoss(1e9);
        assertThat(finding().status()).isEqualTo(Status.BREACHED);
    }

    @Test
    void evaluate_firstDeviation_isStudentised() {
        ErrorShift<Double> monitor = shift.learnFrom(10).tolerate(0);
        monitor.onServing(CHAMPION, null);
        for (int index = 1; index <= 10; index++) {
            monitor.onLabel(labelled(answer(CHAMPION, index, index, 0.0), (double) index));
        }
        monitor.onLabel(labelled(answer(CHAMPION, 11, 11, 0.0), 11.0));

        // x = np.arange(1, 11); t = (11 - x.mean()) / (x.std(ddof=1) * np.sqrt(1.1))
        // stats.norm.ppf(stats.t.cdf(t, 9))
        assertThat(monitor.evaluate(START).get(0).value()).isCloseTo(1.5661786348557447, within(1e-9));
    }

    @Test
    void evaluate_normalLossesWithoutChange_raiseFalseAlarmsAtTheStatedRate() {
        int streams = 300;
        int alarms = 0;
        for (int stream = 0; stream < streams; stream++) {
            ErrorShift<Double> monitor = errorShift(Double::doubleValue).hold(1_000_000);
            monitor.onServing(CHAMPION, null);
            for (int index = 0; index < 50 + 500; index++) {
                monitor.onLabel(labelled(answer(CHAMPION, index, index, 0.0), 10 + random.nextGaussian()));
            }
            alarms += monitor.evaluate(START).get(0).status() == Status.BREACHED ? 1 : 0;
        }

        // One per 10,000 losses is 1 - exp(-500 / 10,000) = 0.049 of the streams, +- 3 standard errors of 0.0125.
        assertThat((double) alarms / streams).isBetween(0.012, 0.086);
    }

    @Test
    void onLabel_otherVersionsAndShadows_doNotCount() {
        shift.onServing(CHAMPION, null);
        shift.onLabel(labelled(answer(version(2), 1, 1, 0.0), 1.0));
        shift.onLabel(labelled(answer(CHAMPION, Role.SHADOW, 1, 1, 0.0), 1.0));
        shift.onLabel(labelled(answer(CHAMPION, 1, 1, 0.0), 1.0));

        assertThat(finding().samples()).isEqualTo(1);
    }

    @Test
    void loss_given_isWatchedInsteadOfTheError() {
        ErrorShift<Double> indifferent = shift.loss((prediction, label) -> 0);
        indifferent.onServing(CHAMPION, null);
        for (int index = 0; index < 100; index++) {
            indifferent.onLabel(labelled(answer(CHAMPION, index, index, 0.0), (double) index));
        }

        assertThat(indifferent.evaluate(START).get(0).status()).isEqualTo(Status.OK);
    }

    private void observe(int losses, double level) {
        for (int index = 0; index < losses; index++) {
            shift.onLabel(labelled(answer(CHAMPION, index, index, 0.0), level + random.nextGaussian()));
        }
    }

    private void observeLoss(double loss) {
        shift.onLabel(labelled(answer(CHAMPION, 1, 1, 0.0), loss));
    }

    private Finding finding() {
        return shift.evaluate(START).get(0);
    }
}
