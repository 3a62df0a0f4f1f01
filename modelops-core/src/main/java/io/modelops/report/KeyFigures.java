package io.modelops.report;

import io.modelops.report.internal.Numbers;
import java.util.ArrayList;
import java.util.List;

/**
 * A few numbers that a reader should see first. An immutable value; each method returns a new one.
 *
 * @param figures the numbers, in order
 */
public record KeyFigures(List<Figure> figures) implements Block {
    /**
     * One number with its name.
     *
     * @param label what it is
     * @param value the number or word as shown
     * @param note its unit or a remark, empty for none
     * @param tone how it is to be taken
     */
    public record Figure(String label, String value, String note, Tone tone) {}

    /**
     * Copies and keeps the numbers.
     *
     * @param figures the numbers, in order
     */
    public KeyFigures {
        figures = List.copyOf(figures);
    }

    /**
     * Starts a list.
     *
     * @return a list without numbers
     */
    public static KeyFigures none() {
        return new KeyFigures(List.of());
    }

    /**
     * Adds a number, shown with four significant digits.
     *
     * @param label what it is
     * @param value the number, NaN for one that is not known
     * @param note its unit or a remark, empty for none
     * @return a list that ends with it
     */
    public KeyFigures add(String label, double value, String note) {
        return add(label, Numbers.show(value), note, Tone.NEUTRAL);
    }

    /**
     * Adds a number or word.
     *
     * @param label what it is
     * @param value the number or word as shown
     * @param note its unit or a remark, empty for none
     * @param tone how it is to be taken
     * @return a list that ends with it
     */
    public KeyFigures add(String label, String value, String note, Tone tone) {
        List<Figure> longer = new ArrayList<>(figures);
        longer.add(new Figure(label, value, note, tone));
        return new KeyFigures(longer);
    }
}
