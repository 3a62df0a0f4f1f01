package io.modelops.spi;

import io.modelops.model.Example;
import io.modelops.model.ModelRef;
import io.modelops.model.ModelVersion;
import io.modelops.model.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * What a validation needs of the registry and the engines: versions by reference, models that predict, and a place for
 * the report. Implemented by the library; a test may implement it over plain functions. Safe for use by several threads.
 */
public interface ModelHost {
    /**
     * Finds a version.
     *
     * @param reference a number or an alias
     * @return the version, or empty if there is no such model, version or alias
     */
    Optional<ModelVersion> find(ModelRef reference);

    /**
     * Loads a version apart from anything that serves.
     *
     * @param version the version
     * @param inputType the type of the inputs
     * @param outputType the type of the answers
     * @param <I> the type of the inputs
     * @param <O> the type of the answers
     * @return the loaded model, closed by the caller
     * @throws io.modelops.model.ModelLoadException if it can't be loaded
     * @throws io.modelops.model.LoadRefusedException if it may not be loaded
     */
    <I, O> LoadedModel<I, O> load(ModelVersion version, Class<I> inputType, Class<O> outputType);

    /**
     * The golden examples that were registered with a version.
     *
     * @param version the version
     * @param inputType the type of the inputs
     * @param outputType the type of the answers
     * @param <I> the type of the inputs
     * @param <O> the type of the answers
     * @return the examples, empty if none were registered
     */
    <I, O> List<Example<I, O>> goldenExamples(ModelVersion version, Class<I> inputType, Class<O> outputType);

    /**
     * Stores the outcome of a validation with the version.
     *
     * @param version the version
     * @param verdict what the validation came to
     * @param summary one line for people
     * @param reportJson the whole report
     */
    void keepReport(ModelVersion version, Verdict verdict, String summary, String reportJson);
}
