package io.modelops.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * From when to when things lasted, one row each, over time. An immutable value; each method returns a new chart.
 *
 * @param title what the chart shows, in one line
 * @param from where time begins, shown in UTC
 * @param to where it ends
 * @param rows the rows, from top to bottom
 */
public record SpanChart(String title, Instant from, Instant to, List<Row> rows) implements Block {
    /**
     * One row.
     *
     * @param label what it is about; a long text is shortened where it is drawn
     * @param spans what lasted, in order
     */
    public record Row(String label, List<Span> spans) {
        /**
         * Copies and keeps the spans.
         *
         * @param label what it is about
         * @param spans what lasted, in order
         */
        public Row {
            spans = List.copyOf(spans);
        }
    }

    /**
     * Something that lasted.
     *
     * @param from when it began
     * @param to when it ended; the end of the chart if it lasts on
     * @param state what it was, in a word or two
     * @param fill how it is drawn; of two states next to each other each should have its own
     * @param tone how it is to be taken
     */
    public record Span(Instant from, Instant to, String state, Fill fill, Tone tone) {}

    /** How a span is drawn, so that states differ without their colour. */
    public enum Fill {
        /** Filled. */
        SOLID,
        /** An outline with stripes. */
        STRIPED,
        /** A dashed outline. */
        OUTLINED
    }

    /**
     * Copies and keeps the rows.
     *
     * @param title what the chart shows, in one line
     * @param from where time begins
     * @param to where it ends
     * @param rows the rows, from top to bottom
     */
    public SpanChart {
        rows = List.copyOf(rows);
    }

    /**
     * Starts a chart.
     *
     * @param title what the chart shows, in one line
     * @param from where time begins
     * @param to where it ends
     * @return a chart without rows
     */
    public static SpanChart titled(String title, Instant from, Instant to) {
        return new SpanChart(title, from, to, List.of());
    }

    /**
     * Adds a row.
     *
     * @param label what it is about
     * @param spans what lasted, in order
     * @return a chart that ends with the row
     */
    public SpanChart row(String label, List<Span> spans) {
        List<Row> longer = new ArrayList<>(rows);
        longer.add(new Row(label, spans));
        return new SpanChart(title, from, to, longer);
    }
}
