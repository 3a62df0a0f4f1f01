package io.modelops.report.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TicksTest {
    private static List<String> labels(List<Tick> ticks) {
        return ticks.stream().map(Tick::label).toList();
    }

    private static List<String> times(String from, String to, int gaps) {
        return labels(TimeTicks.between(
                Instant.parse(from).getEpochSecond(), Instant.parse(to).getEpochSecond(), gaps));
    }

    @Test
    void between_numbers_areRound() {
        assertThat(labels(NumberTicks.between(0, 1, 5))).containsExactly("0.0", "0.2", "0.4", "0.6", "0.8", "1.0");
        assertThat(labels(NumberTicks.between(-7, 12, 5))).containsExactly("−5", "0", "5", "10");
        assertThat(labels(NumberTicks.between(0, 25_000, 3))).containsExactly("0", "10\u202f000", "20\u202f000");
        assertThat(labels(NumberTicks.between(0, 3e-9, 3))).containsExactly("0", "1e−9", "2e−9", "3e−9");
    }

    @ParameterizedTest
    @CsvSource({"0, 1e300", "-1e300, 1e300", "1e12, 1000000000001", "0, 1e-300", "-3, -2.9999"})
    void between_anyNumbers_areFewAndInside(double from, double to) {
        assertThat(NumberTicks.between(from, to, 5))
                .hasSizeBetween(1, 7)
                .allSatisfy(
                        tick -> assertThat(tick.value()).isBetween(from - (to - from) / 100, to + (to - from) / 100));
    }

    @Test
    void between_years_areYears() {
        assertThat(times("2004-01-01T00:00:00Z", "2016-08-28T00:00:00Z", 8))
                .containsExactly("2004", "2006", "2008", "2010", "2012", "2014", "2016");
    }

    @Test
    void between_months_areMonths() {
        assertThat(times("2004-01-15T00:00:00Z", "2004-05-10T00:00:00Z", 8))
                .containsExactly("2004-02", "2004-03", "2004-04", "2004-05");
    }

    @Test
    void between_weeks_beginOnMondays() {
        assertThat(times("2026-11-01T00:00:00Z", "2026-11-30T12:00:00Z", 5))
                .containsExactly("2026-11-02", "2026-11-09", "2026-11-16", "2026-11-23", "2026-11-30");
    }

    @Test
    void between_minutes_areTimesOfDay() {
        assertThat(times("2026-11-01T23:50:00Z", "2026-11-02T00:10:00Z", 5))
                .containsExactly("23:50", "23:55", "00:00", "00:05", "00:10");
    }

    @Test
    void between_timesThatNoCalendarHas_areNumbers() {
        assertThat(labels(TimeTicks.between(0, 1e15, 5))).contains("0").hasSizeBetween(2, 7);
    }

    @Test
    void show_time_isIso() {
        assertThat(TimeTicks.show(0)).isEqualTo("1970-01-01");
        assertThat(TimeTicks.show(3661.5)).isEqualTo("1970-01-01T01:01:01Z");
        assertThat(TimeTicks.show(Double.NaN)).isEqualTo("–");
    }
}
