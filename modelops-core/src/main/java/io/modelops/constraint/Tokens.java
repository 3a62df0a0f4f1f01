package io.modelops.constraint;

import io.modelops.model.InvalidInputException;
import io.modelops.model.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a text into words, numbers and signs. Takes time proportional to its length. */
final class Tokens {
    private static final int LONGEST_TEXT = 1 << 20;
    private static final Pattern SPACE = Pattern.compile("(?:[ \\t\\r]++|#[^\\n]*+)++");
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?+(?:[0-9]++(?:\\.[0-9]*+)?+|\\.[0-9]++)(?:[eE][+-]?+[0-9]++)?+");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*+");
    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*+)\"");
    private static final Pattern SIGN = Pattern.compile("<=|>=|[<>=(),%]");

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int line = 1;
    private int lineStart;

    private Tokens(String text) {
        this.text = text;
    }

    /** The tokens, with an END after each rule and at the end. */
    static List<Token> of(String text) {
        if (text.length() > LONGEST_TEXT) {
            throw new InvalidInputException("The constraints are " + text.length()
                    + " characters long: expected at most " + LONGEST_TEXT + "; write fewer.");
        }
        Tokens tokens = new Tokens(text);
        tokens.cut();
        return tokens.tokens;
    }

    private void cut() {
        int at = 0;
        while (at < text.length()) {
            char next = text.charAt(at);
            Matcher space = SPACE.matcher(text).region(at, text.length());
            if (space.lookingAt()) {
                at = space.end();
            } else if (next == '\n' || next == ';') {
                add(Token.Kind.END, "", at);
                at++;
                if (next == '\n') {
                    line++;
                    lineStart = at;
                }
            } else {
                at = token(at);
            }
        }
        add(Token.Kind.END, "", at);
    }

    private int token(int at) {
        for (Token.Kind kind : List.of(Token.Kind.NUMBER, Token.Kind.WORD, Token.Kind.QUOTED, Token.Kind.SIGN)) {
            Matcher matcher = pattern(kind).matcher(text).region(at, text.length());
            if (matcher.lookingAt()) {
                add(kind, kind == Token.Kind.QUOTED ? unescaped(matcher.group(1)) : matcher.group(), at);
                return matcher.end();
            }
        }
        String shown = text.substring(at, Math.min(text.length(), at + 20));
        throw new InvalidInputException(
                "Line " + line + ", column " + (at - lineStart + 1) + " of the constraints begins "
                        + Quoted.of(shown) + ": expected a name, a number or a comparison"
                        + (text.charAt(at) == '"' ? "; the quotes are not closed" : "") + ".");
    }

    private void add(Token.Kind kind, String content, int at) {
        tokens.add(new Token(kind, content, line, at - lineStart + 1));
    }

    private static Pattern pattern(Token.Kind kind) {
        return switch (kind) {
            case NUMBER -> NUMBER;
            case WORD -> WORD;
            case QUOTED -> QUOTED;
            default -> SIGN;
        };
    }

    private static String unescaped(String quoted) {
        StringBuilder plain = new StringBuilder(quoted.length());
        for (int index = 0; index < quoted.length(); index++) {
            char next = quoted.charAt(index);
            if (next == '\\') {
                next = quoted.charAt(++index);
                next = next == 'n' ? '\n' : next;
            }
            plain.append(next);
        }
        return plain.toString();
    }
}
