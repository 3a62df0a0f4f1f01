package io.modelops.report;

import io.modelops.model.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rows and columns under a caption. An immutable value; each method returns a new table.
 *
 * @param caption what the table shows, in one line
 * @param columns the headings, in order; units in parentheses
 * @param rows the cells, as many in each row as there are columns
 */
public record Table(String caption, List<String> columns, List<List<Cell>> rows) implements Block {
    /**
     * Checks, copies and keeps the parts.
     *
     * @param caption what the table shows, in one line
     * @param columns the headings, in order
     * @param rows the cells
     * @throws InvalidInputException if a row has another number of cells than there are columns
     */
    public Table {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<Cell> row : rows) {
            if (row.size() != columns.size()) {
                throw new InvalidInputException("A row of table '" + caption + "' has " + row.size()
                        + " cells: expected " + columns.size() + ", one for each of " + columns + ".");
            }
        }
    }

    /**
     * Starts a table.
     *
     * @param caption what the table shows, in one line
     * @param columns the headings, in order; units in parentheses
     * @return a table without rows
     */
    public static Table of(String caption, String... columns) {
        return new Table(caption, List.of(columns), List.of());
    }

    /**
     * Adds a row.
     *
     * @param cells one value for each column, each of a kind that {@link Cell#of} takes
     * @return a table that ends with the row
     * @throws InvalidInputException if there are more or fewer cells than columns, or a value can't be shown
     */
    public Table row(@Nullable Object... cells) {
        List<Cell> row = Arrays.stream(cells).map(Cell::of).toList();
        return new Table(
                caption, columns, Stream.concat(rows.stream(), Stream.of(row)).toList());
    }

    /**
     * Adds several rows at once.
     *
     * @param more the rows
     * @return a table that ends with the rows
     * @throws InvalidInputException if a row has more or fewer cells than there are columns
     */
    public Table rows(List<List<Cell>> more) {
        List<List<Cell>> longer = new ArrayList<>(rows);
        longer.addAll(more);
        return new Table(caption, columns, longer);
    }
}
