package io.modelops.statistics.change;

import static io.modelops.statistics.change.Streams.signals;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.modelops.statistics.change.ChangeDetector.Signal;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PageHinkleyTest {
    private static double[] stream(int size, IntToDoubleFunction function) {
        return IntStream.rangeClosed(1, size).mapToDouble(function).toArray();
    }

    @Test
    void add_levelShift_alarmsWhereMoaDoes() {
        // MOA 2024.07.0, moa.classifiers.core.driftdetection.CusumDM with its defaults: 1020 and 1991
        assertThat(signals(PageHinkley.withDefaults(), Streams.LEVEL_SHIFT))
                .containsExactly("1020:INCREASED", "1991:INCREASED");
    }

    private static double[] bump() {
        return stream(600, n -> {
            int i = n - 1;
            return 10 + 2 * Math.sin(i * 1.3) + (i >= 200 && i < 400 ? 3 : 0);
        });
    }

    // i = np.arange(600); s = 10 + 2*np.sin(i*1.3) + np.where((i >= 200) & (i < 400), 3., 0.)
    // n = 0; c = u = d = 0.
    // for i, x in enumerate(s):
    //     z = (x - 10)/2**.5; n += 1; c += (z - c)/n
    //     u = max(0, u + z - c - .25); d = max(0, d - (z - c) - .25)
    //     if n >= 30 and (u > 10 or d > 10): print(i, '+' if u > 10 else '-'); n = 0; c = u = d = 0.
    @Test
    void add_riseAndFall_alarmsWhereTheDefinitionDoes() {
        PageHinkleyBuilder builder = PageHinkley.builder()
                .standardisedBy(10, Math.sqrt(2))
                .tolerance(0.25)
                .threshold(10)
                .watch(Direction.BOTH);

        assertThat(signals(builder.build(), bump())).containsExactly("204:INCREASED", "405:DECREASED");
    }

    @Test
    void add_fallOnOneSidedDetector_staysStable() {
        PageHinkley detector = PageHinkley.builder()
                .standardisedBy(10, 1)
                .tolerance(0.25)
                .threshold(10)
                .build();

        assertThat(signals(detector, stream(400, i -> i <= 200 ? 10 : 5))).isEmpty();
    }

    @Test
    void add_rescaledStream_alarmsAtTheSamePlace() {
        double[] rescaled = Streams.LEVEL_SHIFT.clone();
        for (int i = 0; i < rescaled.length; i++) {
            rescaled[i] = 1000 + 8 * rescaled[i];
        }

        PageHinkley detector = PageHinkley.builder().standardisedBy(1000, 8).build();

        assertThat(signals(detector, rescaled)).containsExactly("1020:INCREASED", "1991:INCREASED");
    }

    @Test
    void add_constantStream_staysStable() {
        assertThat(signals(PageHinkley.builder().watch(Direction.BOTH).build(), stream(5000, i -> 0.3)))
                .isEmpty();
    }

    @Test
    void add_nonFiniteValues_ignoresThem() {
        PageHinkley detector = PageHinkley.withDefaults();

        assertThat(detector.add(Double.NaN)).isEqualTo(Signal.STABLE);
        assertThat(detector.add(Double.POSITIVE_INFINITY)).isEqualTo(Signal.STABLE);
        assertThat(detector.add(Double.NEGATIVE_INFINITY)).isEqualTo(Signal.STABLE);
        assertThat(detector.observations()).isZero();
        assertThat(detector.statistic()).isZero();
    }

    @Test
    void add_hugeValues_keepsSumsFinite() {
        PageHinkley detector = PageHinkley.builder().watch(Direction.BOTH).build();

        signals(detector, stream(29, i -> i % 2 == 0 ? Double.MAX_VALUE : -Double.MAX_VALUE));

        assertThat(detector.statistic()).isFinite().isPositive();
        assertThat(detector.add(Double.MAX_VALUE)).isNotEqualTo(Signal.STABLE);
    }

    @Test
    void add_beforeLeastObservations_staysStableAndThenAlarms() {
        PageHinkley detector =
                PageHinkley.builder().leastObservations(12).threshold(5).build();

        assertThat(signals(detector, stream(12, i -> i < 6 ? 0 : 3))).containsExactly("11:INCREASED");
        assertThat(detector.observations()).isZero();
    }

    @Test
    void reset_midStream_forgetsIt() {
        PageHinkley detector = PageHinkley.withDefaults();
        signals(detector, bump());

        detector.reset();

        assertThat(detector.observations()).isZero();
        assertThat(signals(detector, Streams.LEVEL_SHIFT)).containsExactly("1020:INCREASED", "1991:INCREASED");
    }

    @Test
    void oneFalseAlarmPer_tolerances_choosesSiegmundsThreshold() {
        // b = h + 1.166; (np.exp(2*d*b) - 1 - 2*d*b) / (2*d*d), solved for h with scipy.optimize.brentq
        assertThat(PageHinkley.builder()
                        .tolerance(0.5)
                        .oneFalseAlarmPer(1000)
                        .build()
                        .threshold())
                .isCloseTo(5.0629625042218445, within(1e-9));
        assertThat(PageHinkley.builder()
                        .tolerance(0.25)
                        .oneFalseAlarmPer(1000)
                        .watch(Direction.BOTH)
                        .build()
                        .threshold())
                .isCloseTo(9.928626208294379, within(1e-9));
        assertThat(PageHinkley.builder()
                        .tolerance(0)
                        .oneFalseAlarmPer(2500)
                        .build()
                        .threshold())
                .isCloseTo(50 - 1.166, within(1e-9));
    }

    @Test
    void oneFalseAlarmPer_streamsWithoutChange_alarmAboutThatOften() {
        SplittableRandom random = new SplittableRandom(4);
        PageHinkley detector = PageHinkley.builder()
                .tolerance(0.25)
                .oneFalseAlarmPer(1000)
                .watch(Direction.BOTH)
                .build();

        int alarms =
                signals(detector, stream(500_000, i -> random.nextGaussian())).size();

        assertThat(alarms).isBetween(400, 600);
    }

    @Test
    void build_again_makesIndependentDetectors() {
        PageHinkleyBuilder builder = PageHinkley.builder().threshold(7);
        PageHinkley first = builder.build();

        PageHinkley second = builder.threshold(9).build();
        second.add(1);

        assertThat(first.threshold()).isEqualTo(7);
        assertThat(first.observations()).isZero();
        assertThat(second.threshold()).isEqualTo(9);
    }

    @Test
    void builder_argumentsOutOfRange_throws() {
        PageHinkleyBuilder builder = PageHinkley.builder();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.standardisedBy(0, 0))
                .withMessageContaining("deviation was 0.0");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.standardisedBy(Double.NaN, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.tolerance(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.threshold(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.leastObservations(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.oneFalseAlarmPer(99));
    }
}
