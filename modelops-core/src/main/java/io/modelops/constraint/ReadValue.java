package io.modelops.constraint;

import io.modelops.model.Feature;
import io.modelops.model.Raw;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One value of a feature as it was read. Used again for each row. */
final class ReadValue {
    enum Kind {
        MISSING,
        NAN,
        INFINITE,
        MISMATCHED,
        NUMBER,
        CATEGORY
    }

    private Kind kind = Kind.MISSING;
    private double number = Double.NaN;
    private @Nullable String category;

    Kind kind() {
        return kind;
    }

    double number() {
        return number;
    }

    @Nullable
    String category() {
        return category;
    }

    /** Whether it is something that a model can use. */
    boolean isPresent() {
        return kind == Kind.NUMBER || kind == Kind.CATEGORY || kind == Kind.INFINITE;
    }

    /** Reads a value; one whose reading fails is of another type. */
    <I> void read(Feature<I> feature, I row) {
        number = Double.NaN;
        category = null;
        try {
            readAs(feature, row);
        } catch (RuntimeException unreadable) {
            kind = Kind.MISMATCHED;
        }
    }

    private <I> void readAs(Feature<I> feature, I row) {
        Function<? super I, ? extends @Nullable Object> raw = feature.raw();
        if (feature instanceof Feature.Numeric<I> numeric) {
            if (raw == null) {
                take(numeric.value().applyAsDouble(row), Kind.MISSING);
            } else {
                takeNumber(raw.apply(row));
            }
        } else if (feature instanceof Feature.Categorical<I> categorical) {
            takeCategory(raw == null ? categorical.value().apply(row) : raw.apply(row));
        }
    }

    private void takeNumber(@Nullable Object value) {
        if (value == null) {
            kind = Kind.MISSING;
        } else if (Raw.isNumber(value)) {
            take(Raw.number(value), Kind.NAN);
        } else {
            kind = Kind.MISMATCHED;
        }
    }

    private void take(double value, Kind ofNaN) {
        number = value;
        if (Double.isNaN(value)) {
            kind = ofNaN;
        } else if (Double.isInfinite(value)) {
            kind = Kind.INFINITE;
        } else {
            kind = Kind.NUMBER;
        }
    }

    private void takeCategory(@Nullable Object value) {
        category = Raw.category(value);
        kind = value == null ? Kind.MISSING : category == null ? Kind.MISMATCHED : Kind.CATEGORY;
    }
}
