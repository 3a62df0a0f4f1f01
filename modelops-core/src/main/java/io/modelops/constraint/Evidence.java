package io.modelops.constraint;

/**
 * What data tell about one rule.
 *
 * @param bracket what was measured
 * @param values how many values it rests on
 * @param reason why it is unknown, if it is
 */
record Evidence(Bracket bracket, long values, String reason) {
    static Evidence unknown(String reason) {
        return new Evidence(Bracket.UNKNOWN, 0, reason);
    }

    static Evidence of(Bracket bracket, long values) {
        return new Evidence(bracket, values, "there is no value to measure");
    }

    ConstraintResult judge(Constraint constraint, int minimumRows) {
        return ConstraintResult.of(constraint, bracket, values, minimumRows, reason);
    }
}
