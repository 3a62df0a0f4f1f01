package io.modelops.report.internal;

/**
 * Text from data cut to a length, so that what is written stays small however long a name is. The middle goes, because
 * names often differ at their ends.
 */
public final class Shortened {
    /** The longest name of a feature or monitor that is shown in full. */
    private static final int LONGEST_NAME = 44;

    /** The longest label of a bin that is shown in full. */
    private static final int LONGEST_LABEL = 28;

    private Shortened() {}

    /**
     * Cuts a name.
     *
     * @param name the name of a feature, a monitor, a slice
     * @return the name, or its beginning and its end around an ellipsis
     */
    public static String name(String name) {
        return cut(name, LONGEST_NAME);
    }

    /**
     * Cuts the label of a bin.
     *
     * @param label the label
     * @return the label, or its beginning and its end around an ellipsis
     */
    public static String label(String label) {
        return cut(label, LONGEST_LABEL);
    }

    static String cut(String text, int longest) {
        // What is beyond is not looked at: a text may be as long as its sender likes.
        String begin = text.substring(0, Math.min(text.length(), 4 * longest));
        String visible = Visible.of(begin);
        boolean whole = begin.length() == text.length();
        int length = visible.codePointCount(0, visible.length());
        if (whole && length <= longest) {
            return visible;
        }
        String end = whole ? visible : Visible.of(text.substring(Math.max(begin.length(), text.length() - longest)));
        int tail = Math.min(longest / 3, end.codePointCount(0, end.length()));
        int head = Math.min(longest - tail - 1, length);
        return visible.substring(0, visible.offsetByCodePoints(0, head))
                + "…"
                + end.substring(end.offsetByCodePoints(end.length(), -tail));
    }
}
