package io.modelops.validation;

import io.modelops.statistics.Interval;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers in findings: at most four significant digits, the same in every locale. */
final class Words {
    private static final MathContext FOUR_DIGITS = new MathContext(4, RoundingMode.HALF_EVEN);

    private Words() {}

    static String of(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "not defined" : Double.toString(value);
        }
        BigDecimal exact = BigDecimal.valueOf(value);
        BigDecimal shown = exact.precision() - exact.scale() > FOUR_DIGITS.getPrecision()
                ? exact.setScale(0, RoundingMode.HALF_EVEN)
                : exact.round(FOUR_DIGITS);
        if (shown.signum() == 0) {
            return "0";
        }
        BigDecimal stripped = shown.stripTrailingZeros();
        int exponent = stripped.precision() - stripped.scale() - 1;
        return exponent < -6 || exponent > 15 ? stripped.toString() : stripped.toPlainString();
    }

    static String of(Interval interval) {
        return percent(interval.confidence()) + " interval " + of(interval.low()) + " to " + of(interval.high());
    }

    static String percent(double share) {
        return of(share * 100) + " %";
    }

    static String rows(long rows) {
        return rows == 1 ? "1 row" : rows + " rows";
    }
}
