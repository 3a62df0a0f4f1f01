package io.modelops.report;

import io.modelops.model.InvalidInputException;
import io.modelops.model.Verdict;
import org.jspecify.annotations.Nullable;

/** What stands in one place of a table. */
public sealed interface Cell {
    /**
     * Text.
     *
     * @param text plain text, empty for an empty cell
     */
    record Text(String text) implements Cell {}

    /**
     * A number, shown to the right and with four significant digits, whole numbers with all of theirs.
     *
     * @param value the number, NaN for one that is not known
     */
    record Numeric(double value) implements Cell {}

    /**
     * A word in a tone.
     *
     * @param text the word
     * @param tone how it is to be taken
     */
    record Status(String text, Tone tone) implements Cell {}

    /**
     * Turns a value into a cell: a {@link Number} into a number, a {@link Verdict} into a status, null into an
     * empty cell, a cell into itself, and text, times, dates, booleans and enums into text.
     *
     * @param value the value, or null
     * @return the cell
     * @throws InvalidInputException if it is something else
     */
    static Cell of(@Nullable Object value) {
        if (value == null) {
            return new Text("");
        }
        if (value instanceof Cell cell) {
            return cell;
        }
        if (value instanceof Number number) {
            return new Numeric(number.doubleValue());
        }
        if (value instanceof Verdict verdict) {
            return new Status(verdict.name(), Tone.of(verdict));
        }
        if (value instanceof CharSequence
                || value instanceof java.time.temporal.TemporalAccessor
                || value instanceof java.time.temporal.TemporalAmount
                || value instanceof Boolean
                || value instanceof Enum<?>) {
            return new Text(value.toString());
        }
        throw new InvalidInputException(
                "A table can't show a " + value.getClass().getName()
                        + ": expected text, a number, a time, a verdict or a Cell; convert it first.");
    }
}
