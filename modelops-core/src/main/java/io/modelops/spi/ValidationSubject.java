package io.modelops.spi;

import io.modelops.model.Example;
import io.modelops.model.Features;
import io.modelops.model.ModelRef;
import io.modelops.model.ModelVersion;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A version under validation, together with what it answered on the holdout. Each version is run over the holdout once,
 * when a check first asks for it.
 *
 * @param <I> the type of the inputs
 * @param <O> the type of the answers
 */
public interface ValidationSubject<I, O> {
    /**
     * The version under validation.
     *
     * @return the candidate
     */
    ModelVersion candidate();

    /**
     * The labelled examples that versions are compared on.
     *
     * @return the holdout, in order
     */
    List<Example<I, O>> holdout();

    /**
     * The features of the inputs.
     *
     * @return the features, empty if none are known
     */
    Features<I> features();

    /**
     * What the candidate answered.
     *
     * @return its answers on the holdout
     */
    Answers<O> answers();

    /**
     * Finds the version to compare with.
     *
     * @param reference a number or an alias
     * @return the version, or empty if there is none
     */
    Optional<ModelVersion> find(ModelRef reference);

    /**
     * What another version answers on the same holdout.
     *
     * @param version the version
     * @return its answers
     */
    Answers<O> answersOf(ModelVersion version);

    /**
     * What the candidate answers on its golden examples now.
     *
     * @return one line for each example whose answer differs from the one that was registered; empty if all agree
     */
    GoldenOutcome golden();

    /**
     * The true outcomes as numbers.
     *
     * @return one number per example of the holdout
     */
    double[] labels();

    /**
     * The source of randomness for resampling, seeded by the validator.
     *
     * @return a generator that starts anew for each check
     */
    RandomGenerator random();

    /**
     * What a version answered on the holdout.
     *
     * @param values the answers in the order of the holdout
     * @param scores the answers as numbers
     * @param latenciesNanos how long each answer took, in nanoseconds
     * @param <O> the type of the answers
     */
    @SuppressWarnings("ArrayRecordComponent") // metrics take arrays, and nobody compares answers
    record Answers<O>(List<O> values, double[] scores, long[] latenciesNanos) {}

    /**
     * How the golden examples came out.
     *
     * @param examples how many there are
     * @param differences one line for each whose answer differs
     */
    record GoldenOutcome(int examples, List<String> differences) {}
}
