package io.modelops.model;

/**
 * Text from outside made safe to stand in a message or a log line: quoted, cut to 256 characters, with control, line and
 * direction-changing characters escaped, so that nobody can forge a log line through a name.
 */
public final class Quoted {
    private static final int LONGEST = 256;

    private Quoted() {}

    /**
     * Returns the text in double quotes, cut and escaped.
     *
     * @param text any text
     * @return the text as it may be shown
     */
    public static String of(CharSequence text) {
        return shown(new StringBuilder(text.length() + 2).append('"'), text, "\"\\")
                .append('"')
                .toString();
    }

    /**
     * Returns the text cut and escaped, without quotes: for a sentence in which it stands last or among words.
     *
     * @param text any text
     * @return one line, as it may be shown
     */
    public static String unquoted(CharSequence text) {
        return shown(new StringBuilder(text.length()), text, "").toString();
    }

    private static StringBuilder shown(StringBuilder shown, CharSequence text, String alsoEscaped) {
        int length = Math.min(text.length(), LONGEST);
        if (length < text.length() && Character.isHighSurrogate(text.charAt(length - 1))) {
            length--;
        }
        for (int index = 0; index < length; index++) {
            char character = text.charAt(index);
            if (alsoEscaped.indexOf(character) < 0 && isPlain(character)) {
                shown.append(character);
            } else {
                shown.append(String.format("\\u%04x", (int) character));
            }
        }
        return text.length() > LONGEST ? shown.append('…') : shown;
    }

    private static boolean isPlain(char character) {
        if (Character.isISOControl(character)) {
            return false;
        }
        return switch (Character.getType(character)) {
            case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                false;
            default -> true;
        };
    }
}
