package io.modelops.constraint;

import io.modelops.model.Quoted;

/**
 * A word, number or sign of a text.
 *
 * @param kind what it is
 * @param text as it stands there, without quotes
 * @param line in which line, from 1
 * @param column in which column, from 1
 */
record Token(Kind kind, String text, int line, int column) {
    enum Kind {
        WORD,
        QUOTED,
        NUMBER,
        SIGN,
        /** The end of a rule. */
        END
    }

    boolean is(String sign) {
        return (kind == Kind.SIGN || kind == Kind.WORD) && text.equals(sign);
    }

    /** As a message shows it. */
    String shown() {
        return kind == Kind.END ? "the end of the rule" : Quoted.of(text);
    }
}
