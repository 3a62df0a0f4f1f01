package io.modelops.constraint;

import io.modelops.model.Features;
import io.modelops.model.InvalidInputException;
import io.modelops.model.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Rules about data, written one a line:
 *
 * <pre>{@code
 * rows >= 500
 * missing(spend) <= 1%          # nan, infinite, mismatched, out_of_range, unseen likewise
 * mean(age) between 20 and 60   # sd, min, max, distinct likewise
 * spend between 0 and 10000 for 99%
 * rate > 0 and <= 1
 * age >= 18
 * plan in (basic, gold)
 * country not in ("N/A", unknown) for 99.5%
 * }</pre>
 *
 * <p>A name that is no single word, or a word of the language, stands in double quotes. A profile has counts and not values,
 * so a rule about values may lie within one of its bins: then it tells between which shares the truth is, and the verdict
 * is INCONCLUSIVE if both are possible. Rows tell exactly. Immutable and safe for use by several threads.
 */
public final class Constraints {
    /** How many values a rule needs unless told. */
    public static final int MINIMUM_ROWS = 30;

    private final List<Constraint> all;
    private final int minimumRows;

    private Constraints(List<Constraint> all, int minimumRows) {
        this.all = List.copyOf(all);
        this.minimumRows = minimumRows;
    }

    /**
     * Reads rules.
     *
     * @param text one rule a line, or several with semicolons between; {@code #} starts a comment
     * @return the rules, in order
     * @throws InvalidInputException if one can't be read; it says in which line and column, and what was expected
     */
    public static Constraints parse(String text) {
        return new Constraints(new ConstraintParser(text).parse(), MINIMUM_ROWS);
    }

    /**
     * Takes rules.
     *
     * @param constraints the rules, in order
     * @return the rules
     */
    public static Constraints of(Constraint... constraints) {
        return new Constraints(List.of(constraints), MINIMUM_ROWS);
    }

    /**
     * Sets how many values a rule needs to be decided; {@value #MINIMUM_ROWS} unless told. What the rules say of the number
     * of rows needs none.
     *
     * @param rows the number of values, 1 or more
     * @return the same rules
     * @throws InvalidInputException if the number is less than 1
     */
    public Constraints minimumRows(int rows) {
        if (rows < 1) {
            throw new InvalidInputException("minimumRows " + rows + " is not allowed: expected 1 or more.");
        }
        return new Constraints(all, rows);
    }

    /**
     * The rules.
     *
     * @return the rules, in order
     */
    public List<Constraint> all() {
        return all;
    }

    /**
     * Checks the summary of a data set.
     *
     * @param profile the summary
     * @return one result for each rule; INCONCLUSIVE where the profile does not tell
     */
    public ConstraintReport check(Profile profile) {
        List<ConstraintResult> results = new ArrayList<>();
        for (Constraint constraint : all) {
            results.add(ProfileEvidence.of(constraint, profile).judge(constraint, minimumRows));
        }
        return new ConstraintReport(results);
    }

    /**
     * Checks rows.
     *
     * @param features the features of the rows
     * @param rows the rows
     * @param <I> the type of the rows
     * @return one result for each rule; INCONCLUSIVE where the rows do not tell
     */
    public <I> ConstraintReport check(Features<I> features, Iterable<? extends I> rows) {
        ConstraintCounts<I> counts = new ConstraintCounts<>(this, features);
        rows.forEach(counts::add);
        return counts.report();
    }

    int minimumRows() {
        return minimumRows;
    }

    /** The rules as they are written, one a line. */
    @Override
    public String toString() {
        return all.stream().map(Constraint::text).collect(Collectors.joining("\n"));
    }
}
