package io.modelops.monitoring;

import java.util.HexFormat;

/** Text of the inputs that a monitor keeps: cut, so that no input decides how much memory it takes. */
final class KeptText {
    /** The most characters that are kept of a text. */
    static final int LONGEST = 120;

    private static final int HEAD = LONGEST - 1 - Integer.BYTES * 2;

    private KeptText() {}

    /** The text itself, or how a longer one begins with what tells it apart from others that begin so. */
    static String of(String text) {
        return text.length() <= LONGEST
                ? text
                : text.substring(0, HEAD) + "…" + HexFormat.of().toHexDigits(text.hashCode());
    }

    /** About how many bytes a text takes. */
    static long bytes(String text) {
        return 48 + 2L * text.length();
    }
}
