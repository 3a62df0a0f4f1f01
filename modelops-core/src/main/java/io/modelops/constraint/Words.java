package io.modelops.constraint;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.regex.Pattern;

/** How names and numbers are written in constraints. */
final class Words {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

    private Words() {}

    /** A number that reads the same again. */
    static String number(double value, boolean asShare) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        BigDecimal exact = BigDecimal.valueOf(value);
        String digits = (asShare ? exact.scaleByPowerOfTen(2) : exact)
                .stripTrailingZeros()
                .toPlainString();
        return asShare ? digits + "%" : digits;
    }

    /** A measured number, for people. */
    static String measured(double value, boolean asShare) {
        return Double.isFinite(value)
                ? number(new BigDecimal(value, new MathContext(4)).doubleValue(), asShare)
                : "unknown";
    }

    /** A name, in quotes where it would not be read as one word. */
    static String name(String name) {
        return PLAIN.matcher(name).matches() && !ConstraintParser.isReserved(name)
                ? name
                : '"' + name.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
