package io.modelops.statistics.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KswinTest {
    // next(k for k in range(1, n + 1) if stats.ks_2samp(np.arange(n), np.arange(n) + k - .5, method='exact').pvalue <=
    // alpha)
    @Test
    void leastSteps_severalSizes_matchesSciPy() {
        assertThat(Kswin.leastSteps(30, 0.005)).isEqualTo(14);
        assertThat(Kswin.leastSteps(30, 0.05)).isEqualTo(11);
        assertThat(Kswin.leastSteps(100, 0.0001)).isEqualTo(32);
        assertThat(Kswin.leastSteps(10, 0.001)).isEqualTo(9);
        assertThat(Kswin.leastSteps(10, 1e-9)).isEqualTo(11);
    }

    @Test
    void add_widerSpread_isAChangeWithoutDirection() {
        SplittableRandom random = new SplittableRandom(8);
        Kswin detector = Kswin.builder().window(800, 300).alpha(0.0001).build();

        for (int i = 0; i < 1_500; i++) {
            assertThat(detector.add(random.nextGaussian()).isAlarm()).isFalse();
        }
        ChangeDetector.Signal signal = ChangeDetector.Signal.STABLE;
        for (int i = 0; i < 500 && !signal.isAlarm(); i++) {
            signal = detector.add(random.nextBoolean() ? 5 : -5);
        }

        assertThat(signal).isEqualTo(ChangeDetector.Signal.CHANGED);
    }

    @Test
    void random_sameSeed_givesTheSameAlarms() {
        KswinBuilder builder = Kswin.builder().alpha(0.05);

        assertThat(Streams.alarms(builder.random(new SplittableRandom(1)).build(), Streams.LEVEL_SHIFT))
                .isEqualTo(
                        Streams.alarms(builder.random(new SplittableRandom(1)).build(), Streams.LEVEL_SHIFT));
    }

    @Test
    void builder_argumentsOutOfRange_throws() {
        assertThatIllegalArgumentException().isThrownBy(() -> Kswin.builder().alpha(0));
        assertThatIllegalArgumentException().isThrownBy(() -> Kswin.builder().window(59, 30));
        assertThatIllegalArgumentException().isThrownBy(() -> Kswin.builder().window(100, 9));
        assertThatIllegalArgumentException().isThrownBy(() -> Kswin.builder().checkEvery(0));
    }
}
