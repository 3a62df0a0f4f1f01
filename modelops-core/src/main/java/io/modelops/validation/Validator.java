package io.modelops.validation;

import io.modelops.model.Example;
import io.modelops.model.Features;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelOpsException;
import io.modelops.model.ModelVersion;
import io.modelops.model.NumericView;
import io.modelops.model.Verdict;
import io.modelops.spi.Check;
import io.modelops.spi.CheckResult;
import io.modelops.spi.ModelHost;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges versions of a model against requirements, on labelled examples they have not been trained on. Immutable and safe
 * for use by several threads, if the checks and the host are; each validation runs on the thread that asks for it.
 *
 * @param <I> the type of the inputs
 * @param <O> the type of the answers
 */
public final class Validator<I, O> {
    private static final Logger log = LoggerFactory.getLogger(Validator.class);
    private static final String LOADS = "loads";

    private final ValidatorConfig<I, O> config;

    private Validator(ValidatorConfig<I, O> config) {
        this.config = config;
    }

    /**
     * Starts a validator that has no requirement yet. Unless told otherwise it takes the features of a record, the obvious
     * numeric view of the answers, a fixed seed, the system's clocks, and a tolerance of 1e-5 for golden examples.
     *
     * @param host where versions are found and loaded and reports are kept
     * @param inputType the type of the inputs
     * @param outputType the type of the answers
     * @param <I> the type of the inputs
     * @param <O> the type of the answers
     * @return a builder, not safe for use by several threads
     */
    public static <I, O> Builder<I, O> builder(ModelHost host, Class<I> inputType, Class<O> outputType) {
        return new Builder<>(host, inputType, outputType);
    }

    /**
     * Judges a version. It is loaded apart from anything that serves, answers the holdout once when a check first asks for
     * its answers, and is closed at the end, as are the versions it is compared with. The report is kept with the version.
     *
     * <p>A version that can't be loaded fails. A check that throws fails, with the exception in its finding; the others
     * are evaluated all the same.
     *
     * @param candidate the version
     * @param holdout labelled examples, which the version has not been trained on
     * @return the report
     * @throws ModelOpsException if the report can't be kept, as the host has it
     */
    public ValidationReport validate(ModelVersion candidate, List<Example<I, O>> holdout) {
        List<Example<I, O>> examples = List.copyOf(holdout);
        ValidationReport report = ValidationReport.of(
                candidate, config.clock().instant(), examples.size(), judge(candidate, examples), config.seed());
        config.host().keepReport(candidate, report.verdict(), report.summary(), report.toJson());
        return report;
    }

    private List<CheckOutcome> judge(ModelVersion candidate, List<Example<I, O>> holdout) {
        Progress progress = new Progress(config.progress(), config.checks().size());
        progress.started();
        long start = config.nanos().getAsLong();
        HoldoutRun<I, O> run;
        try {
            run = config.load(candidate);
        } catch (RuntimeException | LinkageError failure) {
            return unloadable(candidate, failure, since(start), progress);
        }
        try (run) {
            Subject<I, O> subject = new Subject<>(config, candidate, run, holdout, progress);
            List<CheckOutcome> outcomes = new ArrayList<>();
            for (Check<? super I, ? super O> check : config.checks()) {
                subject.nextCheck();
                outcomes.add(evaluate(check, subject));
                progress.checkEnded();
            }
            return outcomes;
        }
    }

    private CheckOutcome evaluate(Check<? super I, ? super O> check, Subject<I, O> subject) {
        long start = config.nanos().getAsLong();
        CheckResult result;
        try {
            result = check.evaluate(subject);
        } catch (Exception failure) {
            if (failure instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            log.debug("Check '{}' of version {} threw", check.name(), subject.candidate(), failure);
            result = CheckResult.of(Verdict.FAIL, "Could not be judged: " + explain(failure));
        }
        return new CheckOutcome(check.name(), result, since(start));
    }

    private List<CheckOutcome> unloadable(ModelVersion candidate, Throwable failure, Duration took, Progress progress) {
        log.debug("Version {} could not be loaded for its validation", candidate, failure);
        List<CheckOutcome> outcomes = new ArrayList<>();
        outcomes.add(new CheckOutcome(
                LOADS, CheckResult.of(Verdict.FAIL, "Could not be loaded: " + explain(failure)), took));
        for (Check<? super I, ? super O> check : config.checks()) {
            outcomes.add(new CheckOutcome(
                    check.name(),
                    CheckResult.of(Verdict.INCONCLUSIVE, "Not judged, since the version could not be loaded."),
                    Duration.ZERO));
            progress.checkEnded();
        }
        return outcomes;
    }

    private Duration since(long startNanos) {
        return Duration.ofNanos(config.nanos().getAsLong() - startNanos);
    }

    private static String explain(Throwable failure) {
        return failure instanceof ModelOpsException
                ? String.valueOf(failure.getMessage())
                : HoldoutRun.describe(failure);
    }

    /**
     * Collects what a validator is told. Not safe for use by several threads.
     *
     * @param <I> the type of the inputs
     * @param <O> the type of the answers
     */
    public static final class Builder<I, O> {
        private static final long DEFAULT_SEED = 7_310_579_113L;
        private static final double DEFAULT_TOLERANCE = 1e-5;

        private final ModelHost host;
        private final Class<I> inputType;
        private final Class<O> outputType;
        private final List<Check<? super I, ? super O>> checks = new ArrayList<>();
        private @Nullable Features<I> features;
        private @Nullable NumericView<? super O> view;
        private double goldenTolerance = DEFAULT_TOLERANCE;
        private long seed = DEFAULT_SEED;
        private LongSupplier nanos = System::nanoTime;
        private InstantSource clock = InstantSource.system();
        private DoubleConsumer progress = share -> {};

        private Builder(ModelHost host, Class<I> inputType, Class<O> outputType) {
            this.host = host;
            this.inputType = inputType;
            this.outputType = outputType;
        }

        /**
         * Adds requirements; a version passes if it meets all of them.
         *
         * @param more checks, such as those of {@link Checks}
         * @return this builder
         */
        @SafeVarargs
        public final Builder<I, O> require(Check<? super I, ? super O>... more) {
            for (Check<? super I, ? super O> check : more) {
                checks.add(check);
            }
            return this;
        }

        /**
         * Sets the features by which the holdout can be sliced; those of the record unless set.
         *
         * @param features the features
         * @return this builder
         */
        public Builder<I, O> features(Features<I> features) {
            this.features = features;
            return this;
        }

        /**
         * Sets how answers and true outcomes are read as numbers; as {@link NumericView#find} has it unless set.
         *
         * @param view reads an answer
         * @return this builder
         */
        public Builder<I, O> scoredBy(NumericView<? super O> view) {
            this.view = view;
            return this;
        }

        /**
         * Sets how far an answer to a golden example may be from the registered one: a share of the registered number, and
         * of 1 if that is smaller. 1e-5 unless set.
         *
         * @param tolerance a share from 0 to below 1
         * @return this builder
         * @throws InvalidInputException if the share is outside of that
         */
        public Builder<I, O> goldenTolerance(double tolerance) {
            this.goldenTolerance = ValidatorConfig.tolerance(tolerance);
            return this;
        }

        /**
         * Sets the seed of all resampling; the same fixed one unless set, so that repeating a validation repeats its
         * numbers.
         *
         * @param seed any number
         * @return this builder
         */
        public Builder<I, O> seed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * Sets what measures durations; {@link System#nanoTime} unless set.
         *
         * @param nanos gives nanoseconds since some fixed moment
         * @return this builder
         */
        public Builder<I, O> ticker(LongSupplier nanos) {
            this.nanos = nanos;
            return this;
        }

        /**
         * Sets what dates reports; the system's clock unless set.
         *
         * @param clock gives the time
         * @return this builder
         */
        public Builder<I, O> clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        /**
         * Sets who is told how far a validation is. Called on the validating thread with shares from 0 to 1 that never
         * decrease; one that throws is not called again.
         *
         * @param progress takes the share that is done
         * @return this builder
         */
        public Builder<I, O> progress(DoubleConsumer progress) {
            this.progress = progress;
            return this;
        }

        /**
         * Builds the validator.
         *
         * @return a validator that later changes of this builder do not affect
         * @throws InvalidInputException if there is no requirement, or one needs numbers and the type of the answers has no
         *     obvious numeric view and none was set
         */
        public Validator<I, O> build() {
            if (checks.isEmpty()) {
                throw new InvalidInputException(
                        "A validator needs a requirement, since nothing passes on no data: add one "
                                + "with require(...), such as rocAuc().atLeast(0.9).");
            }
            NumericView<? super O> numbers = view;
            if (numbers == null) {
                Optional<NumericView<O>> found = NumericView.find(outputType);
                numbers = found.orElse(null);
            }
            if (numbers == null) {
                checks.stream()
                        .filter(NeedsNumbers.class::isInstance)
                        .findFirst()
                        .ifPresent(check -> {
                            throw new InvalidInputException("Requirement '" + check.name() + "' needs numbers. "
                                    + HoldoutRun.noNumbers(outputType).getMessage());
                        });
            }
            return new Validator<>(new ValidatorConfig<>(
                    host,
                    inputType,
                    outputType,
                    List.copyOf(checks),
                    features == null ? Features.ofRecord(inputType) : features,
                    numbers,
                    goldenTolerance,
                    seed,
                    nanos,
                    clock,
                    progress));
        }
    }
}
