package io.modelops.monitoring;

import io.modelops.model.Feature;
import io.modelops.model.Features;

/** Features that never throw, of text that can be kept: what can't be read is missing. */
final class GuardedFeatures {
    private GuardedFeatures() {}

    static <T> Features<T> of(Features<T> features) {
        Features.Builder<T> readable = Features.builder();
        for (Feature<T> feature : features.all()) {
            if (feature instanceof Feature.Numeric<T> numeric) {
                readable.numeric(numeric.name(), value -> {
                    try {
                        return numeric.value().applyAsDouble(value);
                    } catch (RuntimeException unreadable) {
                        return Double.NaN;
                    }
                });
            } else if (feature instanceof Feature.Categorical<T> categorical) {
                readable.categorical(categorical.name(), value -> {
                    try {
                        String read = categorical.value().apply(value);
                        return read == null ? null : KeptText.of(read);
                    } catch (RuntimeException unreadable) {
                        return null;
                    }
                });
            }
        }
        return readable.build();
    }
}
