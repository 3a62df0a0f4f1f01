package io.modelops.examples.ridership;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.model.ModelName;
import io.modelops.monitoring.MonitoringReport;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConclusionTest {
    private static final PlayedDay DAY = new PlayedDay(LocalDate.of(2004, 1, 1), 2.0, 1.9, 1);

    private static final MonitoringReport NO_PERIOD = new MonitoringReport(
            ModelName.of("ridership"), null, Instant.EPOCH, Instant.EPOCH, List.of(), List.of(), List.of(), Map.of());

    @Test
    void of_nothingAchieved_namesEachProblemAndFails() {
        Load load = new Load(99_999, 1, 1, 1, new IllegalStateException("gone"));

        Conclusion conclusion = Conclusion.of(
                new LifecycleResult(new DailyErrors(List.of(DAY)), List.of(), List.of(), NO_PERIOD, load),
                Duration.ofMinutes(2));

        assertThat(conclusion.holds()).isFalse();
        assertThat(conclusion.problems())
                .containsExactly(
                        "mae_loop is 1.900, at most 1.3 is allowed",
                        "mae_loop is 0.950 of mae_alone, at most 0.6 is allowed",
                        "0 promotions, 1 to 60 are allowed",
                        "1 requests failed, the first with java.lang.IllegalStateException: gone",
                        "99999 requests were made, at least 100000 are wanted",
                        "it took 120 s, less than 120 are allowed");
        assertThat(conclusion.line())
                .startsWith("lifecycle FAILED days=1 versions=0 alerts=0 promoted=0 rolled_back=0");
    }
}
