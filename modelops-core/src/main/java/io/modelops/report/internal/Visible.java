package io.modelops.report.internal;

import java.util.HexFormat;

/**
 * Text from data made visible: characters that would act on the text around them instead of being seen, such as those
 * that reverse the direction of what follows, are spelled out.
 */
final class Visible {
    private static final HexFormat HEX = HexFormat.of();

    private Visible() {}

    static String of(String text) {
        for (int index = 0; index < text.length(); index++) {
            if (actsOnOthers(text, index)) {
                return spelledOut(text);
            }
        }
        return text;
    }

    private static String spelledOut(String text) {
        StringBuilder visible = new StringBuilder(text.length() + 16);
        for (int index = 0; index < text.length(); index++) {
            if (actsOnOthers(text, index)) {
                visible.append("\\u").append(HEX.toHexDigits(text.charAt(index)));
            } else {
                visible.append(text.charAt(index));
            }
        }
        return visible.toString();
    }

    private static boolean actsOnOthers(String text, int index) {
        char character = text.charAt(index);
        if (Character.isHighSurrogate(character)) {
            return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
        }
        if (Character.isLowSurrogate(character)) {
            return index == 0 || !Character.isHighSurrogate(text.charAt(index - 1));
        }
        return switch (character) {
            case '\n', '\t' -> false;
            case '\u061c', '\u200e', '\u200f', '\u2028', '\u2029', '\ufeff', '\ufffe', '\uffff' -> true;
            default ->
                Character.isISOControl(character)
                        || (character >= '\u202a' && character <= '\u202e')
                        || (character >= '\u2066' && character <= '\u2069');
        };
    }
}
