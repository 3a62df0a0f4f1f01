package io.modelops.deployment.internal;

import io.modelops.model.NumericView;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;

/** What guards say and compare. */
public final class GuardText {
    private GuardText() {}

    /** A number as people write it, exactly. */
    public static String decimal(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    /** A share as people write it, exactly. */
    public static String percent(double share) {
        return BigDecimal.valueOf(share).movePointRight(2).stripTrailingZeros().toPlainString() + " %";
    }

    /** Whether two answers are the same, as numbers within a tolerance. */
    public static boolean agree(Object one, Object other, double tolerance) {
        Optional<Double> first = number(one);
        Optional<Double> second = number(other);
        return (first.isPresent() && second.isPresent())
                ? Math.abs(first.get() - second.get()) <= tolerance
                : Objects.deepEquals(one, other);
    }

    @SuppressWarnings("unchecked") // the view is of the value's own class
    private static Optional<Double> number(Object value) {
        return NumericView.find((Class<Object>) value.getClass())
                .map(view -> view.of(value))
                .filter(number -> !number.isNaN());
    }
}
