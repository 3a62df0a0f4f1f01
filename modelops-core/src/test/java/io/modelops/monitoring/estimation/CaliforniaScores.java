package io.modelops.monitoring.estimation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * A random forest's probabilities that a house in California is dear, and whether it is, hour by hour from 2020-10-01, in
 * {@code california-scores.csv} (score, outcome). They are {@code y_pred_proba} and {@code clf_target} of NannyML's
 * {@code california_housing_reference.csv}, the first eight months, and {@code california_housing_analysis.csv} (Apache
 * licence 2.0), made from the housing data of StatLib.
 *
 * @param months the month of each row
 * @param scores the score of each row
 * @param outcomes whether the house is dear
 */
record CaliforniaScores(YearMonth[] months, double[] scores, boolean[] outcomes) {
    static final YearMonth LAST_OF_REFERENCE = YearMonth.of(2021, 5);
    private static final LocalDateTime BEGIN = LocalDateTime.of(2020, 10, 1, 0, 0);
    private static final List<String> LINES = lines();

    static CaliforniaScores reference() {
        return where(month -> !month.isAfter(LAST_OF_REFERENCE));
    }

    static CaliforniaScores of(YearMonth month) {
        return where(month::equals);
    }

    private static CaliforniaScores where(Predicate<YearMonth> wanted) {
        int[] rows = IntStream.range(0, LINES.size())
                .filter(row -> wanted.test(month(row)))
                .toArray();
        CaliforniaScores read =
                new CaliforniaScores(new YearMonth[rows.length], new double[rows.length], new boolean[rows.length]);
        for (int i = 0; i < rows.length; i++) {
            String[] cells = LINES.get(rows[i]).split(",", -1);
            read.months[i] = month(rows[i]);
            read.scores[i] = Double.parseDouble(cells[0]);
            read.outcomes[i] = cells[1].equals("1");
        }
        return read;
    }

    /** The rows with which months begin. */
    int[] begins() {
        return IntStream.range(0, months.length)
                .filter(row -> row == 0 || !months[row].equals(months[row - 1]))
                .toArray();
    }

    boolean[] decisions() {
        boolean[] decisions = new boolean[scores.length];
        for (int row = 0; row < scores.length; row++) {
            decisions[row] = scores[row] >= 0.5;
        }
        return decisions;
    }

    private static YearMonth month(int row) {
        return YearMonth.from(BEGIN.plusHours(row));
    }

    private static List<String> lines() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(CaliforniaScores.class.getResourceAsStream("california-scores.csv")),
                StandardCharsets.UTF_8))) {
            return reader.lines().skip(1).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
