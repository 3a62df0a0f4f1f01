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
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        int length = Math.min(text.length(), LONGEST);
        for (int index = 0; index < length; index++) {
            char character = text.charAt(index);
            if (isPlain(character)) {
                quoted.append(character);
            } else {
                quoted.append(String.format("\\u%04x", (int) character));
            }
        }
        return quoted.append(text.length() > LONGEST ? "…\"" : "\"").toString();
    }

    private static boolean isPlain(char character) {
        if (Character.isISOControl(character) || character == '"' || character == '\\') {
            return false;
        }
        return switch (Character.getType(character)) {
            case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                false;
            default -> true;
        };
    }
}
