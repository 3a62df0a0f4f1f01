package io.modelops.registry.internal;

import io.modelops.model.Manifest;
import io.modelops.model.Quoted;
import io.modelops.registry.Difference;
import io.modelops.registry.VersionDifference;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The differences of two versions as lines of text, whose columns stand below one another. */
public final class DifferenceTable {
    private static final int COLUMNS = 5;
    private static final int WIDEST = 48;
    private static final int DIGEST_DIGITS = 8;
    private static final MathContext DELTA = new MathContext(4);

    private final List<List<String>> rows = new ArrayList<>();

    private DifferenceTable() {}

    /** Shows differences. */
    public static String of(VersionDifference difference) {
        String first = difference.before().toString();
        String second = difference.after().toString();
        if (difference.isEmpty()) {
            return "nothing differs between " + first + " and " + second;
        }
        DifferenceTable table = new DifferenceTable();
        table.rows.add(List.of("", "", first, second, ""));
        for (Difference<Double> metric : difference.metrics()) {
            table.row("metric", metric, String::valueOf, delta(metric));
        }
        table.add("parameter", difference.parameters(), text -> text);
        table.add("tag", difference.tags(), text -> text);
        table.add("input", difference.inputs(), tensor -> tensor.type() + " " + tensor.shape());
        table.add("output", difference.outputs(), tensor -> tensor.type() + " " + tensor.shape());
        table.add("feature", difference.features(), feature -> feature.kind().toString());
        table.add("file", difference.files(), DifferenceTable::shown);
        table.add("lineage", difference.lineage(), text -> text);
        table.add("description", difference.description(), text -> text);
        return table.text();
    }

    private <T> void add(String kind, List<Difference<T>> differences, Function<T, String> shown) {
        differences.forEach(difference -> row(kind, difference, shown, ""));
    }

    private <T> void row(String kind, Difference<T> difference, Function<T, String> shown, String delta) {
        rows.add(List.of(
                kind,
                cell(difference.name()),
                cell(difference.before(), shown),
                cell(difference.after(), shown),
                delta));
    }

    private static <T> String cell(@Nullable T value, Function<T, String> shown) {
        return value == null ? "-" : cell(shown.apply(value));
    }

    private static String cell(String text) {
        String line = Quoted.unquoted(text);
        return line.length() > WIDEST ? line.substring(0, WIDEST - 1) + "…" : line;
    }

    private static String shown(Manifest.File file) {
        return file.digest().hex().substring(0, DIGEST_DIGITS) + ", " + file.bytes() + " bytes";
    }

    private static String delta(Difference<Double> metric) {
        Double before = metric.before();
        Double after = metric.after();
        if (before == null || after == null || !Double.isFinite(after - before)) {
            return "";
        }
        String number =
                new BigDecimal(after - before).round(DELTA).stripTrailingZeros().toString();
        return number.startsWith("-") ? number : "+" + number;
    }

    private String text() {
        int[] widths = new int[COLUMNS];
        for (List<String> row : rows) {
            for (int column = 0; column < COLUMNS; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < COLUMNS; column++) {
                String cell = row.get(column);
                line.append(cell).append(" ".repeat(widths[column] - cell.length() + 2));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString().stripTrailing();
    }
}
