package io.modelops.monitoring;

import static io.modelops.spi.Observed.START;
import static io.modelops.spi.Observed.answer;
import static io.modelops.spi.Observed.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.model.Features;
import io.modelops.model.Profile;
import io.modelops.spi.Finding;
import io.modelops.spi.Monitor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What monitors say of observations that their windows by event time did not take. */
class LeftOutTest {
    private record Sale(@Nullable Instant at, double price) {}

    private static final Features<Sale> FEATURES = Features.<Sale>builder()
            .numeric("price", Sale::price)
            .numeric("half", sale -> sale.price() / 2)
            .build();
    private static final Window WINDOW = Window.tumbling(Duration.ofMinutes(10)).byEventTime(Sale.class, Sale::at);

    @Test
    void evaluate_lateAndUntimed_areToldOnce() {
        for (Monitor<Sale, Object> monitor : List.<Monitor<Sale, Object>>of(
                Monitors.featureDrift(FEATURES).window(WINDOW).reference(Reference.of(profile())),
                Monitors.summaryDrift(FEATURES).window(WINDOW).reference(Reference.of(profile())),
                Monitors.dataQuality(FEATURES).window(WINDOW),
                Monitors.classifierDrift(FEATURES).window(WINDOW).fit(sales(60)),
                Monitors.correlations(FEATURES).window(WINDOW).fit(sales(60)))) {
            monitor.onServing(version(1), null);
            feed(monitor, sales(600));
            Sale early = new Sale(START, 1);
            feed(monitor, List.of(early, early, new Sale(null, 1)));

            List<Finding> findings = monitor.evaluate(START.plusSeconds(700));

            assertThat(findings.get(0).summary())
                    .as(monitor.name())
                    .endsWith("; left out so far: 2 late, 1 without a time");
            assertThat(findings.stream().skip(1))
                    .noneMatch(finding -> finding.summary().contains("left out"));
        }
    }

    @Test
    void toldIn_nothingLeftOut_addsNothing() {
        Monitor<Sale, Object> monitor = Monitors.dataQuality(FEATURES);
        monitor.onServing(version(1), null);
        feed(monitor, sales(600));

        assertThat(monitor.evaluate(START))
                .isNotEmpty()
                .noneMatch(finding -> finding.summary().contains("left out"));
        assertThat(new LeftOut(1, 1).toldIn(List.of())).isEmpty();
    }

    private static Profile profile() {
        return Profiler.of(FEATURES).profile(sales(300));
    }

    /** One a second for ten minutes, and the first of the next ten. */
    private static List<Sale> sales(int number) {
        return IntStream.rangeClosed(0, number)
                .mapToObj(second -> new Sale(START.plusSeconds(second), second % 37))
                .toList();
    }

    private static void feed(Monitor<Sale, Object> monitor, List<Sale> sales) {
        sales.forEach(sale -> monitor.onPrediction(answer(version(1), 700, sale, 1.0)));
    }
}
