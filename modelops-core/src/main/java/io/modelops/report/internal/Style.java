package io.modelops.report.internal;

import io.modelops.report.Tone;
import java.util.Locale;

/** The style classes and signs of the page. */
public final class Style {
    private static final int SERIES_STYLES = 6;

    private Style() {}

    /**
     * The style class of a tone.
     *
     * @param tone the tone
     * @return the name of the class
     */
    public static String of(Tone tone) {
        return tone.name().toLowerCase(Locale.ROOT);
    }

    /**
     * The sign that says the same as the colour.
     *
     * @param tone the tone
     * @return one character, empty for neutral
     */
    public static String sign(Tone tone) {
        return switch (tone) {
            case NEUTRAL -> "";
            case GOOD -> "✓";
            case UNSURE -> "?";
            case BAD -> "✗";
        };
    }

    /**
     * The style class of a curve.
     *
     * @param index its place among the curves of the chart, from 0
     * @return the name of the class
     */
    public static String series(int index) {
        return "s" + index % SERIES_STYLES;
    }
}
