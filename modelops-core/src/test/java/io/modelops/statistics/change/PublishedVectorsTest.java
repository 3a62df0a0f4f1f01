package io.modelops.statistics.change;

import static io.modelops.statistics.change.Streams.ERROR_RATE_RISE;
import static io.modelops.statistics.change.Streams.ERROR_RATE_STEPS;
import static io.modelops.statistics.change.Streams.LEVEL_SHIFT;
import static io.modelops.statistics.change.Streams.alarms;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * The alarms of River ({@code river/drift/test_drift_detectors.py} and {@code test_adwin_regression.py}) and of MOA
 * 2024.07.0 (the classes of {@code moa.classifiers.core.driftdetection} with their defaults) on the same streams.
 */
class PublishedVectorsTest {
    @Test
    void adwin_eachPolicy_alarmsWhereRiverOrMoaDoes() {
        // River, which resets: 1023; MOA, which keeps the newer part: 1023 and 1055
        assertThat(alarms(Adwin.withDefaults(), LEVEL_SHIFT)).containsExactly(1023);
        assertThat(alarms(Adwin.builder().afterAlarm(AfterAlarm.KEEP_RECENT).build(), LEVEL_SHIFT))
                .containsExactly(1023, 1055);
    }

    @Test
    void ddm_defaults_alarmsWhereRiverAndMoaDo() {
        assertThat(alarms(Ddm.withDefaults(), ERROR_RATE_RISE)).containsExactly(1049);
    }

    @Test
    void eddm_eachRatio_alarmsWhereRiverAndMoaDo() {
        // River, EDDM(alpha=0.9, beta=0.8): 1059; MOA, whose ratios are 0.95 and 0.9: five alarms, three of them false
        assertThat(alarms(Eddm.builder().ratios(0.9, 0.8).sampleDeviation().build(), ERROR_RATE_RISE))
                .containsExactly(1059);
        assertThat(alarms(Eddm.withDefaults(), ERROR_RATE_RISE)).containsExactly(681, 848, 983, 1042, 1089);
    }

    @Test
    void hddmA_eachDirection_alarmsWhereRiverAndMoaDo() {
        // River: 1047, and two-sided 531, 1015 and 1545; MOA: 1047
        assertThat(alarms(HddmA.withDefaults(), ERROR_RATE_RISE)).containsExactly(1047);
        assertThat(alarms(HddmA.builder().watch(Direction.BOTH).build(), ERROR_RATE_STEPS))
                .containsExactly(531, 1015, 1545);
    }

    @Test
    void hddmW_eachDirection_alarmsWhereRiverAndMoaDo() {
        // River: 1018, and two-sided 507, 1032 and 1508; MOA: 1018
        assertThat(alarms(HddmW.withDefaults(), ERROR_RATE_RISE)).containsExactly(1018);
        assertThat(alarms(HddmW.builder().watch(Direction.BOTH).build(), ERROR_RATE_STEPS))
                .containsExactly(507, 1032, 1508);
    }

    @Test
    void kswin_allOlderValuesDrawn_alarmsWhereRiverDoes() {
        // River, KSWIN(alpha=0.0001, window_size=200, stat_size=100): 1042; all older values are drawn, in some order
        KswinBuilder builder = Kswin.builder()
                .alpha(0.0001)
                .window(200, 100)
                .checkEvery(1)
                .sampler((places, drawn) -> Arrays.setAll(drawn, i -> i));

        assertThat(alarms(builder.build(), LEVEL_SHIFT)).containsExactly(1042);
    }

    @Test
    void pageHinkley_defaults_alarmsWhereTheCusumOfMoaDoes() {
        // MOA, CusumDM: 1020 and 1991
        assertThat(alarms(PageHinkley.withDefaults(), LEVEL_SHIFT)).containsExactly(1020, 1991);
    }
}
