package io.modelops.report.internal;

/**
 * For which width a chart is drawn. Each chart is drawn for both, and the page shows the one that fits, so that text is
 * as large on a phone as on a screen.
 */
public enum Size {
    /** For screens and paper. */
    WIDE(880, 300, 8),
    /** For phones. */
    NARROW(360, 250, 3);

    private static final double PIXELS_PER_CHARACTER = 6.7;

    private final int width;
    private final int plotHeight;
    private final int gapsAcross;

    Size(int width, int plotHeight, int gapsAcross) {
        this.width = width;
        this.plotHeight = plotHeight;
        this.gapsAcross = gapsAcross;
    }

    /**
     * The width of a drawing.
     *
     * @return the width in pixels
     */
    public int width() {
        return width;
    }

    int plotHeight() {
        return plotHeight;
    }

    int gapsAcross() {
        return gapsAcross;
    }

    /** About how wide a text is, in pixels. */
    static double widthOf(String text) {
        return text.codePointCount(0, text.length()) * PIXELS_PER_CHARACTER;
    }

    /** The text, cut so that it is about as wide as told at most. */
    static String cut(String text, double pixels) {
        int longest = Math.max(2, (int) (pixels / PIXELS_PER_CHARACTER));
        if (text.codePointCount(0, text.length()) <= longest) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, longest - 1)) + "…";
    }

    /**
     * The style class of a drawing for this width.
     *
     * @return the name of the class
     */
    public String style() {
        return this == WIDE ? "wide" : "narrow";
    }
}
