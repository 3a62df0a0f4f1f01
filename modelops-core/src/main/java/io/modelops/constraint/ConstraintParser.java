package io.modelops.constraint;

import io.modelops.model.InvalidInputException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads constraints. */
final class ConstraintParser {
    private static final Set<String> RESERVED = Set.of("between", "and", "in", "not", "for", Measure.ROWS.word());
    private static final String COMPARISON = "a comparison such as '<= 5', '= 0' or 'between 1 and 9'";

    private final List<Token> tokens;
    private int next;

    ConstraintParser(String text) {
        this.tokens = Tokens.of(text);
    }

    /** Whether a name that is such a word must stand in quotes. */
    static boolean isReserved(String word) {
        return RESERVED.contains(word);
    }

    List<Constraint> parse() {
        List<Constraint> all = new ArrayList<>();
        while (next < tokens.size()) {
            if (peek().kind() != Token.Kind.END) {
                all.add(rule());
            }
            if (peek().kind() != Token.Kind.END) {
                throw unexpected("the end of the rule; begin another one on a new line");
            }
            next++;
        }
        return all;
    }

    private Constraint rule() {
        Token first = take();
        if (first.is(Measure.ROWS.word())) {
            return new Constraint.OfMeasure(Measure.ROWS, "", comparison(false));
        }
        if (first.kind() == Token.Kind.WORD && peek().is("(")) {
            return measured(first);
        }
        if (!isName(first)) {
            next--;
            throw unexpected("the name of a feature or a measure");
        }
        Condition condition = condition();
        return new Constraint.OfValues(first.text(), condition, accept("for") ? share() : 1);
    }

    private Constraint measured(Token name) {
        Optional<Measure> measure = Measure.named(name.text());
        if (measure.isEmpty() || measure.get() == Measure.ROWS) {
            next--;
            throw unexpected(
                    "one of the measures missing, nan, infinite, mismatched, out_of_range, unseen, distinct, mean, "
                            + "sd, min and max before a parenthesis");
        }
        expect("(");
        Token feature = take();
        if (!isName(feature)) {
            next--;
            throw unexpected("the name of a feature");
        }
        expect(")");
        return new Constraint.OfMeasure(
                measure.get(), feature.text(), comparison(measure.get().isShare()));
    }

    private Condition condition() {
        boolean excluded = accept("not");
        if (excluded || peek().is("in")) {
            expect("in");
            return new Condition.In(categories(), excluded);
        }
        return new Condition.Within(comparison(false));
    }

    private Set<String> categories() {
        expect("(");
        Set<String> categories = new LinkedHashSet<>();
        do {
            Token category = take();
            if (category.kind() == Token.Kind.SIGN || category.kind() == Token.Kind.END) {
                next--;
                throw unexpected("a category");
            }
            categories.add(category.text());
        } while (accept(","));
        expect(")");
        return categories;
    }

    private NumberRange comparison(boolean asShare) {
        Token sign = take();
        return switch (sign.kind() == Token.Kind.SIGN || sign.kind() == Token.Kind.WORD ? sign.text() : "") {
            case "<=" -> NumberRange.atMost(number(asShare));
            case "<" -> NumberRange.below(number(asShare));
            case ">=", ">" -> from(sign, asShare);
            case "=" -> exactly(number(asShare));
            case "between" -> between(sign, asShare);
            default -> {
                next--;
                throw unexpected(COMPARISON);
            }
        };
    }

    /** What begins at a number and may end at another, as in {@code > 0 and <= 1}. */
    private NumberRange from(Token sign, boolean asShare) {
        double lower = number(asShare);
        boolean withLower = sign.text().equals(">=");
        if (!accept("and")) {
            return withLower ? NumberRange.atLeast(lower) : NumberRange.above(lower);
        }
        Token end = take();
        if (end.kind() != Token.Kind.SIGN
                || !(end.text().equals("<") || end.text().equals("<="))) {
            next--;
            throw unexpected("'<' or '<='");
        }
        double upper = number(asShare);
        boolean withUpper = end.text().equals("<=");
        if (lower > upper || (lower == upper && !(withLower && withUpper))) {
            throw new InvalidInputException(
                    at(sign) + lower + " is not below " + upper + ": expected the lower number first.");
        }
        return new NumberRange(lower, upper, withLower, withUpper);
    }

    private NumberRange between(Token word, boolean asShare) {
        double lower = number(asShare);
        expect("and");
        double upper = number(asShare);
        if (lower > upper) {
            throw new InvalidInputException(
                    at(word) + lower + " is above " + upper + ": expected the lower number first.");
        }
        return NumberRange.between(lower, upper);
    }

    private static NumberRange exactly(double number) {
        return NumberRange.between(number, number);
    }

    private double number(boolean asShare) {
        Token token = take();
        if (token.kind() != Token.Kind.NUMBER) {
            next--;
            throw unexpected("a number");
        }
        double number = Double.parseDouble(token.text());
        if (Double.isInfinite(number)) {
            throw new InvalidInputException(
                    at(token) + token.shown() + " is too large: expected a number that fits a double.");
        }
        if (peek().is("%")) {
            if (!asShare) {
                throw unexpected("a number without %, since this is no share");
            }
            next++;
            return percent(token);
        }
        return number;
    }

    private double share() {
        Token token = take();
        if (token.kind() != Token.Kind.NUMBER) {
            next--;
            throw unexpected("a share such as 99%");
        }
        boolean inPercent = accept("%");
        double share = inPercent ? percent(token) : Double.parseDouble(token.text());
        if (!(share > 0 && share <= 1)) {
            throw new InvalidInputException(at(token) + token.text() + (inPercent ? "%" : "")
                    + " is no share of values: expected more than 0% and at most 100%.");
        }
        return share;
    }

    private static double percent(Token token) {
        // Not divided as a double, so that what was written is what is written again.
        return new BigDecimal(token.text()).scaleByPowerOfTen(-2).doubleValue();
    }

    private static boolean isName(Token token) {
        return (token.kind() == Token.Kind.QUOTED && !token.text().isEmpty())
                || (token.kind() == Token.Kind.WORD && !isReserved(token.text()));
    }

    private Token peek() {
        return tokens.get(next);
    }

    private Token take() {
        return tokens.get(next++);
    }

    private boolean accept(String sign) {
        boolean isThere = peek().is(sign);
        next += isThere ? 1 : 0;
        return isThere;
    }

    private void expect(String sign) {
        if (!accept(sign)) {
            throw unexpected("'" + sign + "'");
        }
    }

    private InvalidInputException unexpected(String expected) {
        Token token = peek();
        return new InvalidInputException(at(token) + "found " + token.shown() + ", expected " + expected + ".");
    }

    private static String at(Token token) {
        return "Line " + token.line() + ", column " + token.column() + " of the constraints: ";
    }
}
