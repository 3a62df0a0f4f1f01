package io.modelops.constraint;

import io.modelops.model.Verdict;

/**
 * What became of one rule.
 *
 * @param constraint the rule
 * @param verdict whether the data follow it; INCONCLUSIVE if they do not tell
 * @param lower the least that was measured can be, NaN if the data do not tell; shares are 0 to 1
 * @param upper the greatest it can be; the same where the data tell exactly
 * @param rows how many rows or values it rests on
 * @param finding one sentence for people: what was measured, against what
 */
public record ConstraintResult(
        Constraint constraint, Verdict verdict, double lower, double upper, long rows, String finding) {
    static ConstraintResult of(Constraint constraint, Bracket bracket, long rows, long minimumRows, String reason) {
        boolean asShare = constraint instanceof Constraint.OfValues
                || (constraint instanceof Constraint.OfMeasure share
                        && share.measure().isShare());
        boolean countsRows = constraint instanceof Constraint.OfMeasure measured && measured.measure() == Measure.ROWS;
        boolean enough = countsRows || rows >= minimumRows;
        NumberRange expected = constraint instanceof Constraint.OfMeasure measured
                ? measured.range()
                : NumberRange.atLeast(((Constraint.OfValues) constraint).share());
        Verdict verdict = enough ? expected.judge(bracket) : Verdict.INCONCLUSIVE;
        String measured = !bracket.isKnown()
                ? reason
                : bracket.lower() == bracket.upper()
                        ? "measured " + Words.measured(bracket.lower(), asShare)
                        : "measured between " + Words.measured(bracket.lower(), asShare) + " and "
                                + Words.measured(bracket.upper(), asShare);
        String basis = enough
                ? ", over " + rows + (rows == 1 ? " value" : " values")
                : ", over " + rows + " of the " + minimumRows + " values that are needed";
        return new ConstraintResult(
                constraint,
                verdict,
                bracket.lower(),
                bracket.upper(),
                rows,
                constraint.text() + ": " + measured + (countsRows ? "" : basis));
    }
}
