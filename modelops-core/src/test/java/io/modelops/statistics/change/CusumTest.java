package io.modelops.statistics.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CusumTest {
    private static double[] bump() {
        return IntStream.range(0, 600)
                .mapToDouble(i -> 10 + 2 * Math.sin(i * 1.3) + (i >= 200 && i < 400 ? 3 : 0))
                .toArray();
    }

    // i = np.arange(600); s = 10 + 2*np.sin(i*1.3) + np.where((i >= 200) & (i < 400), 3., 0.)
    // n = 0; u = d = 0.
    // for i, x in enumerate(s):
    //     z = (x - 10)/2**.5; u = max(0, u + z - .25); d = max(0, d - z - .25)
    //     if u > 40 or d > 40: print(i, '+' if u > 40 else '-'); u = d = 0.
    @Test
    void add_knownLevel_alarmsWhereTheDefinitionDoes() {
        Cusum detector = Cusum.builder()
                .standardisedBy(10, Math.sqrt(2))
                .tolerance(0.25)
                .threshold(40)
                .watch(Direction.BOTH)
                .build();

        assertThat(Streams.signals(detector, bump()))
                .containsExactly(
                        "220:INCREASED",
                        "243:INCREASED",
                        "266:INCREASED",
                        "287:INCREASED",
                        "310:INCREASED",
                        "331:INCREASED",
                        "354:INCREASED",
                        "377:INCREASED",
                        "398:INCREASED");
    }

    @Test
    void add_shiftFromTheStart_isFoundSoonerWithAHeadStart() {
        CusumBuilder builder = Cusum.builder().standardisedBy(0, 1).threshold(5);
        double[] shifted = IntStream.range(0, 50).mapToDouble(i -> 1).toArray();

        assertThat(Streams.alarms(builder.build(), shifted).get(0)).isEqualTo(10);
        assertThat(Streams.alarms(builder.headStart(0.5).build(), shifted).get(0))
                .isEqualTo(5);
    }

    @Test
    void add_selfStarting_findsAShiftOfAnUnknownLevel() {
        SplittableRandom random = new SplittableRandom(5);
        Cusum detector = Cusum.withDefaults();
        int first = -1;
        for (int i = 0; i < 600 && first < 0; i++) {
            double value = 1e6 + 20 * random.nextGaussian() + (i >= 300 ? 30 : 0);
            first = detector.add(value).isAlarm() ? i : -1;
        }

        assertThat(first).isBetween(300, 320);
        assertThat(detector.observations()).isZero();
    }

    @Test
    void standardNormal_studentDeviates_isCloseToExact() {
        // stats.norm.isf(stats.t.sf([.5, 2, 4], 28)), stats.norm.isf(stats.t.sf(3, 3))
        assertThat(Standardiser.standardNormal(0.5, 28)).isCloseTo(0.49445901607084397, within(1e-3));
        assertThat(Standardiser.standardNormal(-2, 28)).isCloseTo(-1.9166277684693749, within(1e-3));
        assertThat(Standardiser.standardNormal(4, 28)).isCloseTo(3.527056643004096, within(2e-3));
        assertThat(Standardiser.standardNormal(3, 3)).isCloseTo(1.8982064945739632, within(3e-2));
        assertThat(Standardiser.standardNormal(1e200, 28)).isFinite().isPositive();
    }

    @Test
    void afterAlarm_continue_repeatsTheAlarm() {
        Cusum detector = Cusum.builder()
                .standardisedBy(0, 1)
                .threshold(5)
                .afterAlarm(AfterAlarm.CONTINUE)
                .build();

        assertThat(Streams.alarms(
                        detector, IntStream.range(0, 15).mapToDouble(i -> 1).toArray()))
                .containsExactly(10, 11, 12, 13, 14);
        assertThat(detector.statistic()).isEqualTo(7.5);
        assertThat(detector.threshold()).isEqualTo(5);
    }

    @Test
    void builder_argumentsOutOfRange_throws() {
        CusumBuilder builder = Cusum.builder();

        assertThatIllegalArgumentException().isThrownBy(() -> builder.standardisedBy(0, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.selfStarting(2));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.tolerance(-0.1));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.threshold(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.headStart(1));
    }
}
