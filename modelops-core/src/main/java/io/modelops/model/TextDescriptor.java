package io.modelops.model;

import java.util.Locale;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A number that says something about a free text, so that a drift of texts shows as a drift of numbers. Characters are
 * Unicode code points. Nothing is allocated.
 */
public enum TextDescriptor {
    /** How many characters the text has. */
    LENGTH {
        @Override
        double describe(CharSequence text) {
            return Character.codePointCount(text, 0, text.length());
        }
    },
    /** How many words it has: runs of characters that are not white space. */
    WORDS {
        @Override
        double describe(CharSequence text) {
            int words = 0;
            boolean inWord = false;
            for (int index = 0; index < text.length(); index++) {
                boolean space = Character.isWhitespace(text.charAt(index));
                words += !space && !inWord ? 1 : 0;
                inWord = !space;
            }
            return words;
        }
    },
    /** Which share of its characters are letters, 0 to 1; 0 for an empty text. */
    LETTERS {
        @Override
        double describe(CharSequence text) {
            return share(text, Character::isLetter);
        }
    },
    /** Which share are digits; 0 for an empty text. */
    DIGITS {
        @Override
        double describe(CharSequence text) {
            return share(text, Character::isDigit);
        }
    },
    /** Which share are upper case letters; 0 for an empty text. */
    UPPER_CASE {
        @Override
        double describe(CharSequence text) {
            return share(text, Character::isUpperCase);
        }
    },
    /** Which share are white space; 0 for an empty text. */
    WHITE_SPACE {
        @Override
        double describe(CharSequence text) {
            return share(text, Character::isWhitespace);
        }
    },
    /** Which share are outside ASCII; 0 for an empty text. */
    NON_ASCII {
        @Override
        double describe(CharSequence text) {
            return share(text, character -> character > 0x7F);
        }
    },
    /** 1 for a text that is empty or nothing but white space, 0 for any other. */
    EMPTY {
        @Override
        double describe(CharSequence text) {
            for (int index = 0; index < text.length(); index++) {
                if (!Character.isWhitespace(text.charAt(index))) {
                    return 0;
                }
            }
            return 1;
        }
    };

    /**
     * Describes a text.
     *
     * @param text the text, or null
     * @return its number, NaN if there is no text
     */
    public double of(@Nullable CharSequence text) {
        return text == null ? Double.NaN : describe(text);
    }

    /**
     * The name of the descriptor in names of features.
     *
     * @return a name such as {@code length} or {@code non-ascii}
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    abstract double describe(CharSequence text);

    private static double share(CharSequence text, IntPredicate wanted) {
        int characters = 0;
        int found = 0;
        for (int index = 0; index < text.length(); ) {
            int character = Character.codePointAt(text, index);
            index += Character.charCount(character);
            characters++;
            found += wanted.test(character) ? 1 : 0;
        }
        return characters == 0 ? 0 : (double) found / characters;
    }
}
