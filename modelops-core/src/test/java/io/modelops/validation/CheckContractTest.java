package io.modelops.validation;

import io.modelops.model.Example;
import io.modelops.model.ModelRef;
import io.modelops.model.ModelVersion;
import io.modelops.model.Score;
import io.modelops.spi.Check;
import io.modelops.spi.CheckContract;
import io.modelops.validation.FakeHost.Row;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** The checks that come with the library. */
class CheckContractTest {
    @Nested
    class Threshold extends OnRows {
        @Override
        protected Check<Row, Score> createCheck() {
            return adapted(Checks.rocAuc().atLeast(0.7));
        }
    }

    @Nested
    class Slices extends OnRows {
        @Override
        protected Check<Row, Score> createCheck() {
            return adapted(Checks.rocAuc().onEverySliceOf("plan").atLeast(0.7));
        }
    }

    @Nested
    class Rows extends OnRows {
        @Override
        protected Check<Row, Score> createCheck() {
            return adapted(Checks.duplicates());
        }
    }

    @Nested
    class Latency extends OnRows {
        @Override
        protected Check<Row, Score> createCheck() {
            return adapted(Checks.latency().p99Under(Duration.ofSeconds(30)));
        }
    }

    @Nested
    class NoWorse extends OnRows {
        @Override
        protected Check<Row, Score> createCheck() {
            return adapted(Checks.rocAuc().noWorseThan("champion"));
        }
    }

    @Nested
    class Recorded extends OnRows {
        @Override
        protected Check<Row, Score> createCheck() {
            return adapted(Checks.recorded("auc").atLeast(0.9));
        }

        @Override
        protected boolean needsExamples() {
            return false;
        }
    }

    private abstract static class OnRows extends CheckContract<Row, Score> {
        private final FakeHost host = new FakeHost();
        private final ModelVersion candidate = host.version(1, Holdouts.MODEL, Map.of("auc", 0.95), null);

        OnRows() {
            ModelVersion coin = host.version(2, row -> new Score(0.5));
            host.versions.put(ModelRef.parse("churn@champion"), coin);
        }

        @Override
        protected Validator.Builder<Row, Score> validator() {
            return host.validator();
        }

        @Override
        protected ModelVersion candidate() {
            return candidate;
        }

        @Override
        protected List<Example<Row, Score>> holdout() {
            return Holdouts.classification(Holdouts.ROWS * 5);
        }

        @SuppressWarnings("unchecked") // a check only reads examples, so one of supertypes will do
        static Check<Row, Score> adapted(Check<? super Row, ? super Score> check) {
            return (Check<Row, Score>) check;
        }
    }
}
