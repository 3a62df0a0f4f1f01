package io.modelops.report.internal;

import io.modelops.report.Cell;
import io.modelops.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** How the columns of a table are set. A table with long text is shown row by row where it is narrow. */
public final class Columns {
    private static final int WORDY = 40;
    private static final int MANY_TEXTS = 4;
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\d(T[\\d:.]+Z| [\\d:.]+ UTC)?");

    private Columns() {}

    /**
     * One column.
     *
     * @param title its heading
     * @param style its style class, empty for plain text
     * @param decimals how many decimals its numbers have, -1 if each has its own
     */
    public record Column(String title, String style, int decimals) {
        /**
         * Shows a number of the column.
         *
         * @param value the number
         * @return the number in words
         */
        public String show(double value) {
            return decimals < 0 ? Numbers.show(value) : Numbers.show(value, decimals);
        }
    }

    /**
     * The style class of a table.
     *
     * @param columns its columns
     * @return {@code stack} if it holds long text or much of it, else empty
     */
    public static String style(List<Column> columns) {
        boolean wordy = columns.stream().anyMatch(column -> column.style().equals("wordy"));
        long texts = columns.stream().filter(column -> column.style().isEmpty()).count();
        return wordy || texts >= MANY_TEXTS ? "stack" : "";
    }

    /**
     * Looks at what stands in each column.
     *
     * @param table the table
     * @return its columns in order
     */
    public static List<Column> of(Table table) {
        List<Column> columns = new ArrayList<>();
        for (String title : table.columns()) {
            columns.add(
                    new Column(title, style(table, columns.size()), Numbers.decimals(numbers(table, columns.size()))));
        }
        return columns;
    }

    private static double[] numbers(Table table, int column) {
        return table.rows().stream()
                .map(row -> row.get(column))
                .filter(Cell.Numeric.class::isInstance)
                .mapToDouble(cell -> ((Cell.Numeric) cell).value())
                .filter(Double::isFinite)
                .toArray();
    }

    private static String style(Table table, int column) {
        boolean numeric = table.rows().stream().anyMatch(row -> row.get(column) instanceof Cell.Numeric)
                && table.rows().stream()
                        .allMatch(row -> row.get(column) instanceof Cell.Numeric || isBlank(row.get(column)));
        if (numeric) {
            return "number";
        }
        if (!table.rows().isEmpty() && table.rows().stream().allMatch(row -> isTime(row.get(column)))) {
            return "when";
        }
        return table.rows().stream().anyMatch(row -> isWordy(row.get(column))) ? "wordy" : "";
    }

    private static boolean isBlank(Cell cell) {
        return cell instanceof Cell.Text text && text.text().isEmpty();
    }

    private static boolean isTime(Cell cell) {
        return cell instanceof Cell.Text text && TIME.matcher(text.text()).matches();
    }

    private static boolean isWordy(Cell cell) {
        return cell instanceof Cell.Text text && text.text().length() > WORDY;
    }
}
