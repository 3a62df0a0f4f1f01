package io.modelops.examples.ridership;

import io.modelops.report.LineChart.Point;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * The errors of all days that were played.
 *
 * @param days the days in order
 */
record DailyErrors(List<PlayedDay> days) {
    private static final int ROLLING_DAYS = 28;

    DailyErrors {
        days = List.copyOf(days);
    }

    double alone() {
        return mean(days, PlayedDay::alone);
    }

    double loop() {
        return mean(days, PlayedDay::loop);
    }

    /** The years that were played. */
    List<Integer> years() {
        return days.stream().map(day -> day.date().getYear()).distinct().toList();
    }

    DailyErrors of(int year) {
        return new DailyErrors(
                days.stream().filter(day -> day.date().getYear() == year).toList());
    }

    /** The versions that answered, such as {@code 3,4,5}. */
    String versions() {
        return days.stream()
                .map(day -> Integer.toString(day.version()))
                .distinct()
                .sorted(Comparator.comparing(Integer::valueOf))
                .collect(Collectors.joining(","));
    }

    /** The mean error of the four weeks that end with each day. */
    List<Point> rolling(ToDoubleFunction<PlayedDay> error) {
        List<Point> points = new ArrayList<>();
        for (int last = ROLLING_DAYS; last <= days.size(); last++) {
            LocalDate date = days.get(last - 1).date();
            points.add(Point.at(date, mean(days.subList(last - ROLLING_DAYS, last), error)));
        }
        return points;
    }

    private static double mean(List<PlayedDay> days, ToDoubleFunction<PlayedDay> error) {
        return days.stream().mapToDouble(error).average().orElse(Double.NaN);
    }

    static double between(Ridership answer, Ridership truth) {
        return Math.abs(answer.thousands() - truth.thousands());
    }
}
