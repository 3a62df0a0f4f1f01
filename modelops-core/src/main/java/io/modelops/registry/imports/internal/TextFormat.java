package io.modelops.registry.imports.internal;

import io.modelops.model.Quoted;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads the text form of protocol buffers as the language specification at protobuf.dev describes it, without a schema:
 * which fields there may be is for the caller to say. Extensions and {@code Any} are refused, since nothing that is
 * imported has them.
 */
final class TextFormat {
    private static final int DEEPEST = 32;
    private static final int MOST_VALUES = 100_000;

    private final String text;
    private int position;
    private int values;

    private TextFormat(String text) {
        this.text = text;
    }

    /**
     * Reads a message.
     *
     * @throws RefusedException if the text is none
     */
    static TextMessage parse(String label, String text) throws RefusedException {
        if (text.length() > Limits.DOCUMENT) {
            throw new RefusedException(label, "it is longer than " + Limits.DOCUMENT + " characters");
        }
        try {
            return new TextFormat(text).message('\0', 0);
        } catch (RefusedException refused) {
            throw refused.in(label);
        }
    }

    private TextMessage message(char close, int depth) throws RefusedException {
        if (depth > DEEPEST) {
            throw refused("it is nested more than " + DEEPEST + " levels deep");
        }
        TextMessage message = new TextMessage();
        while (true) {
            skipSpace();
            if (close == '\0' ? position == text.length() : peek() == close) {
                position += close == '\0' ? 0 : 1;
                return message;
            }
            String name = word();
            skipSpace();
            boolean colon = take(':');
            skipSpace();
            if (take('[')) {
                list(message, name, depth);
            } else {
                value(message, name, depth, colon);
            }
            skipSpace();
            if (!take(',')) {
                take(';');
            }
        }
    }

    private void list(TextMessage message, String name, int depth) throws RefusedException {
        skipSpace();
        if (take(']')) {
            return;
        }
        do {
            skipSpace();
            value(message, name, depth, true);
            skipSpace();
        } while (take(','));
        if (!take(']')) {
            throw refused("a list does not end with ]");
        }
    }

    private void value(TextMessage message, String name, int depth, boolean colon) throws RefusedException {
        if (++values > MOST_VALUES) {
            throw refused("it has more than " + MOST_VALUES + " values");
        }
        if (take('{')) {
            message.add(name, message('}', depth + 1));
        } else if (take('<')) {
            message.add(name, message('>', depth + 1));
        } else if (!colon) {
            throw refused("after " + Quoted.of(name) + " there is neither ':' nor '{'");
        } else if (peek() == '"' || peek() == '\'') {
            message.add(name, strings());
        } else {
            boolean minus = take('-');
            skipSpace();
            message.add(name, (minus ? "-" : "") + word());
        }
    }

    /** A name, number or constant. */
    private String word() throws RefusedException {
        int start = position;
        while (position < text.length() && isPartOfWord(text.charAt(position))) {
            position++;
        }
        if (position == start) {
            throw refused(
                    position < text.length()
                            ? "there is no place for " + Quoted.of(text.substring(position, position + 1))
                            : "it ends in the middle");
        }
        return text.substring(start, position);
    }

    private static boolean isPartOfWord(char character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || character == '_'
                || character == '.'
                || character == '+'
                || character == '-';
    }

    /** One text, or several that follow one another and make one. */
    private String strings() throws RefusedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (peek() == '"' || peek() == '\'') {
            string(bytes);
            skipSpace();
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private void string(ByteArrayOutputStream bytes) throws RefusedException {
        char quote = text.charAt(position++);
        while (position < text.length()) {
            int character = text.codePointAt(position);
            position += Character.charCount(character);
            if (character == quote) {
                return;
            }
            if (character == '\n') {
                throw refused("a text runs over the end of its line");
            }
            if (character == '\\') {
                escape(bytes);
            } else {
                bytes.writeBytes(Character.toString(character).getBytes(StandardCharsets.UTF_8));
            }
        }
        throw refused("a text does not end");
    }

    private void escape(ByteArrayOutputStream bytes) throws RefusedException {
        char kind = peek();
        position++;
        switch (kind) {
            case 'n' -> bytes.write('\n');
            case 'r' -> bytes.write('\r');
            case 't' -> bytes.write('\t');
            case 'a' -> bytes.write(7);
            case 'b' -> bytes.write('\b');
            case 'f' -> bytes.write('\f');
            case 'v' -> bytes.write(11);
            case '\\', '\'', '"', '?' -> bytes.write(kind);
            case 'x', 'X' -> bytes.write(digits(16, 1, 2));
            case 'u' -> bytes.writeBytes(character(digits(16, 4, 4)));
            case 'U' -> bytes.writeBytes(character(digits(16, 8, 8)));
            default -> {
                position--;
                bytes.write(digits(8, 1, 3));
            }
        }
    }

    private byte[] character(int codePoint) throws RefusedException {
        if (!Character.isValidCodePoint(codePoint)) {
            throw refused("an escape is no character");
        }
        return Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
    }

    private int digits(int radix, int least, int most) throws RefusedException {
        int value = 0;
        int count = 0;
        while (count < most && position < text.length()) {
            int digit = text.charAt(position) < 128 ? Character.digit(text.charAt(position), radix) : -1;
            if (digit < 0) {
                break;
            }
            value = value * radix + digit;
            position++;
            count++;
        }
        if (count < least) {
            throw refused("there is an escape that texts do not know");
        }
        return value;
    }

    private void skipSpace() {
        while (position < text.length()) {
            char character = text.charAt(position);
            if (character == '#') {
                int end = text.indexOf('\n', position);
                position = end < 0 ? text.length() : end;
            } else if (character == ' ' || (character >= '\t' && character <= '\r')) {
                position++;
            } else {
                return;
            }
        }
    }

    private boolean take(char expected) {
        if (peek() == expected && position < text.length()) {
            position++;
            return true;
        }
        return false;
    }

    private char peek() {
        return position < text.length() ? text.charAt(position) : '\0';
    }

    private RefusedException refused(String what) {
        return new RefusedException("", what + ", at character " + position);
    }
}
