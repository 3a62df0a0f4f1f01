package io.modelops.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One bar for each of a few things, from zero. An immutable value; each method returns a new chart.
 *
 * @param title what the chart shows, in one line
 * @param axis what the length of a bar measures
 * @param bars the bars, from top to bottom
 * @param limit a line across all bars, or null
 */
public record BarChart(
        String title, Axis axis, List<Bar> bars, @Nullable Limit limit) implements Block {
    /**
     * One bar.
     *
     * @param label what it stands for
     * @param value its length; NaN for one that is not known
     * @param low the lower end of its interval, NaN for none
     * @param high the upper end of its interval, NaN for none
     * @param tone how it is to be taken
     */
    public record Bar(String label, double value, double low, double high, Tone tone) {}

    /**
     * A line across all bars.
     *
     * @param value where it is
     * @param label what it is
     */
    public record Limit(double value, String label) {}

    /**
     * Copies and keeps the parts.
     *
     * @param title what the chart shows, in one line
     * @param axis what the length of a bar measures
     * @param bars the bars, from top to bottom
     * @param limit a line across all bars, or null
     */
    public BarChart {
        bars = List.copyOf(bars);
    }

    /**
     * Starts a chart.
     *
     * @param title what the chart shows, in one line
     * @param axis what the length of a bar measures
     * @return a chart without bars
     */
    public static BarChart titled(String title, Axis axis) {
        return new BarChart(title, axis, List.of(), null);
    }

    /**
     * Adds a bar.
     *
     * @param label what it stands for
     * @param value its length; NaN for one that is not known
     * @return a chart that ends with the bar
     */
    public BarChart bar(String label, double value) {
        return bar(new Bar(label, value, Double.NaN, Double.NaN, Tone.NEUTRAL));
    }

    /**
     * Adds a bar.
     *
     * @param bar the bar
     * @return a chart that ends with the bar
     */
    public BarChart bar(Bar bar) {
        List<Bar> longer = new ArrayList<>(bars);
        longer.add(bar);
        return new BarChart(title, axis, longer, limit);
    }

    /**
     * Draws a line across all bars.
     *
     * @param value where it is
     * @param label what it is
     * @return a chart with the line, which replaces one that was there
     */
    public BarChart limit(double value, String label) {
        return new BarChart(title, axis, bars, new Limit(value, label));
    }
}
