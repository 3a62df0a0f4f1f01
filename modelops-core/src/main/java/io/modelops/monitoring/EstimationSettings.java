package io.modelops.monitoring;

import io.modelops.model.ModelVersion;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What can be set for each kind of estimation. */
record EstimationSettings<E>(
        Window window,
        int learnFrom,
        int minLabels,
        @Nullable Function<? super ModelVersion, Optional<E>> given) {
    /** A period with fewer predictions is not judged. */
    static final int LEAST = 30;

    static <E> EstimationSettings<E> defaults() {
        return new EstimationSettings<>(Window.tumbling(1_000), 1_000, 100, null);
    }
}
