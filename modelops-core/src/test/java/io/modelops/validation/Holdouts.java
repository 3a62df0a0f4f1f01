package io.modelops.validation;

import io.modelops.model.Example;
import io.modelops.model.Score;
import io.modelops.spi.Inference;
import io.modelops.validation.FakeHost.Row;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Rows that SciPy and scikit-learn can be given too:
 *
 * <pre>{@code
 * i = np.arange(60); s = ((i*37)%101)/101; t = ((i*53)%97)/97; y = (t < s).astype(int)
 * }</pre>
 */
final class Holdouts {
    static final int ROWS = 60;

    /** Answers with {@code s}. */
    static final Inference<Row, Score> MODEL = row -> new Score(score(row.index()));

    private Holdouts() {}

    static double score(int row) {
        return row * 37 % 101 / 101.0;
    }

    static double target(int row) {
        return row * 53 % 97 / 97.0;
    }

    static double label(int row) {
        return target(row) < score(row) ? 1 : 0;
    }

    static List<Example<Row, Score>> classification(int rows) {
        return of(rows, Holdouts::label);
    }

    static List<Example<Row, Score>> regression(int rows) {
        return of(rows, Holdouts::target);
    }

    static List<Example<Row, Score>> of(int rows, IntToDoubleFunction label) {
        return IntStream.range(0, rows)
                .mapToObj(row -> Example.of(
                        new Row(row, row % 2 == 0 ? "basic" : "pro", row % 2), new Score(label.applyAsDouble(row))))
                .toList();
    }
}
