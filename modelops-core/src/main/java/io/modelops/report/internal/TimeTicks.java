package io.modelops.report.internal;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Round times on an axis, in UTC and in the form of ISO 8601. */
final class TimeTicks {
    private static final double EARLIEST = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
    private static final double LATEST = Instant.parse("9999-12-31T00:00:00Z").getEpochSecond();
    private static final List<Step> STEPS = List.of(
            new Step(1, ChronoUnit.SECONDS, "HH:mm:ss"),
            new Step(5, ChronoUnit.SECONDS, "HH:mm:ss"),
            new Step(15, ChronoUnit.SECONDS, "HH:mm:ss"),
            new Step(1, ChronoUnit.MINUTES, "HH:mm"),
            new Step(5, ChronoUnit.MINUTES, "HH:mm"),
            new Step(15, ChronoUnit.MINUTES, "HH:mm"),
            new Step(1, ChronoUnit.HOURS, "HH:mm"),
            new Step(3, ChronoUnit.HOURS, "MM-dd HH:mm"),
            new Step(12, ChronoUnit.HOURS, "MM-dd HH:mm"),
            new Step(1, ChronoUnit.DAYS, "uuuu-MM-dd"),
            new Step(2, ChronoUnit.DAYS, "uuuu-MM-dd"),
            new Step(7, ChronoUnit.DAYS, "uuuu-MM-dd"),
            new Step(14, ChronoUnit.DAYS, "uuuu-MM-dd"),
            new Step(1, ChronoUnit.MONTHS, "uuuu-MM"),
            new Step(3, ChronoUnit.MONTHS, "uuuu-MM"),
            new Step(6, ChronoUnit.MONTHS, "uuuu-MM"),
            new Step(1, ChronoUnit.YEARS, "uuuu"),
            new Step(2, ChronoUnit.YEARS, "uuuu"),
            new Step(5, ChronoUnit.YEARS, "uuuu"),
            new Step(10, ChronoUnit.YEARS, "uuuu"),
            new Step(50, ChronoUnit.YEARS, "uuuu"),
            new Step(1000, ChronoUnit.YEARS, "uuuu"));

    private record Step(int amount, ChronoUnit unit, String pattern) {
        double seconds() {
            return unit.getDuration().toSeconds() * (double) amount;
        }

        String label(LocalDateTime time) {
            return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).format(time);
        }

        /** The last round time that is not after the given one. */
        LocalDateTime floor(LocalDateTime time) {
            return switch (unit) {
                case YEARS -> LocalDateTime.of(Math.max(1, time.getYear() / amount * amount), 1, 1, 0, 0);
                case MONTHS ->
                    LocalDateTime.of(time.getYear(), (time.getMonthValue() - 1) / amount * amount + 1, 1, 0, 0);
                case DAYS ->
                    time.truncatedTo(ChronoUnit.DAYS)
                            .minusDays(Math.floorMod(time.toLocalDate().toEpochDay() - MONDAY, amount));
                default -> {
                    LocalDateTime day = time.truncatedTo(ChronoUnit.DAYS);
                    long steps = unit.between(day, time) / amount;
                    yield day.plus(steps * amount, unit);
                }
            };
        }
    }

    /** The day 1970-01-05, so that steps of a week begin on Mondays. */
    private static final long MONDAY = 4;

    private TimeTicks() {}

    static List<Tick> between(double from, double to, int gaps) {
        if (from < EARLIEST || to > LATEST) {
            return NumberTicks.between(from, to, gaps);
        }
        Step step = STEPS.stream()
                .filter(candidate -> (to - from) / candidate.seconds() <= gaps)
                .findFirst()
                .orElse(STEPS.get(STEPS.size() - 1));
        List<Tick> ticks = new ArrayList<>();
        LocalDateTime time = step.floor(LocalDateTime.ofEpochSecond((long) Math.floor(from), 0, ZoneOffset.UTC));
        for (; time.toEpochSecond(ZoneOffset.UTC) <= to; time = time.plus(step.amount(), step.unit())) {
            double seconds = time.toEpochSecond(ZoneOffset.UTC);
            if (seconds >= from) {
                ticks.add(new Tick(seconds, step.label(time)));
            }
        }
        return ticks;
    }

    /** A time in words, to the day if it is midnight. */
    static String show(double seconds) {
        if (!(seconds >= EARLIEST && seconds <= LATEST)) {
            return Numbers.show(seconds);
        }
        String text = Instant.ofEpochSecond((long) Math.floor(seconds)).toString();
        return text.endsWith("T00:00:00Z") ? text.substring(0, text.indexOf('T')) : text;
    }
}
