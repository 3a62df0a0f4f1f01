package io.modelops.statistics.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AdwinTest {
    @Test
    void add_severalSteps_keepsTheMeanOfThePresentLevel() {
        Adwin adwin = Adwin.builder().afterAlarm(AfterAlarm.KEEP_RECENT).build();
        SplittableRandom random = new SplittableRandom(2);
        for (int level = 0; level < 4; level++) {
            for (int i = 0; i < 2_000; i++) {
                adwin.add(1e9 + 10 * level + random.nextGaussian());
            }
            assertThat(adwin.mean()).isCloseTo(1e9 + 10 * level, within(0.5));
            assertThat(adwin.observations()).isBetween(1_900L, 2_064L);
        }
    }

    @Test
    void add_changeInTheOtherDirection_shortensTheWindowWithoutAlarm() {
        Adwin adwin = Adwin.builder().watch(Direction.DECREASE).build();

        assertThat(Streams.alarms(adwin, Streams.LEVEL_SHIFT)).isEmpty();
        assertThat(adwin.mean()).isGreaterThan(3);
        assertThat(adwin.observations()).isLessThan(1_100);
    }

    @Test
    void add_checkedAtEachValue_findsAChangeSooner() {
        assertThat(Streams.alarms(Adwin.builder().checkEvery(1).build(), Streams.LEVEL_SHIFT)
                        .get(0))
                .isLessThan(1023)
                .isGreaterThan(1000);
    }

    @Test
    void add_millionValues_takesNoMemoryPerValue() {
        Adwin adwin = Adwin.withDefaults();
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 600_000; i++) {
            adwin.add(random.nextDouble());
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 400_000; i++) {
            adwin.add(random.nextDouble());
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated).isLessThan(10_000);
        assertThat(adwin.observations()).isEqualTo(1_000_000);
        assertThat(adwin.mean()).isCloseTo(0.5, within(0.002));
    }

    @Test
    void mean_noValues_isNaN() {
        assertThat(Adwin.withDefaults().mean()).isNaN();
    }

    @Test
    void builder_argumentsOutOfRange_throws() {
        assertThatIllegalArgumentException().isThrownBy(() -> Adwin.builder().delta(1));
        assertThatIllegalArgumentException().isThrownBy(() -> Adwin.builder().checkEvery(0));
        assertThatIllegalArgumentException().isThrownBy(() -> Adwin.builder().oneFalseAlarmPer(999));
    }
}
