package io.modelops.djl.internal;

import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import io.modelops.djl.BlockFactory;
import io.modelops.djl.BlockOptions;
import io.modelops.model.ModelLoadException;
import io.modelops.model.ModelVersion;
import io.modelops.model.Quoted;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * How a network is put together around its parameters, in the form that a version's description keeps.
 *
 * @param block the name of the block
 * @param engine the DJL engine that trained it and runs it
 * @param options the widths and the block's own options
 * @param standardisesInputs whether a scaling of the inputs precedes the block
 * @param standardisesOutputs whether a scaling of the outputs follows the block
 */
public record NetworkDescription(
        String block, String engine, BlockOptions options, boolean standardisesInputs, boolean standardisesOutputs) {
    /** The engine if the description names none. */
    public static final String DEFAULT_ENGINE = "PyTorch";

    private static final String BLOCK = "djl.block";
    private static final String ENGINE = "djl.engine";
    private static final String INPUTS = "djl.block.inputs";
    private static final String OUTPUTS = "djl.block.outputs";
    private static final String OPTION = "djl.block.option.";
    private static final String STANDARDISED = "djl.standardised";

    /** The engines of DJL that run blocks made in Java; others read what they find in the model's directory. */
    private static final Set<String> ENGINES_FOR_BLOCKS = Set.of("PyTorch", "MXNet", "TensorFlow");

    /**
     * Reads the description of a version.
     *
     * @throws ModelLoadException if it does not say which block to use, or says it wrongly
     */
    public static NetworkDescription of(ModelVersion version) {
        Map<String, String> parameters = version.description().parameters();
        String block = parameters.get(BLOCK);
        if (block == null) {
            throw new ModelLoadException("Version " + version + " does not say which block its parameters belong to: "
                    + "expected parameter " + BLOCK + " with the name of a block that the runtime knows; register it "
                    + "with parameter(\"" + BLOCK + "\", name).");
        }
        String engine = parameters.getOrDefault(ENGINE, DEFAULT_ENGINE);
        if (!ENGINES_FOR_BLOCKS.contains(engine)) {
            throw new ModelLoadException("Version " + version + " wants engine " + Quoted.of(engine)
                    + ": expected one that runs blocks made in Java, "
                    + ENGINES_FOR_BLOCKS.stream().sorted().toList()
                    + "; correct its parameter " + ENGINE + ".");
        }
        Map<String, String> options = new HashMap<>();
        parameters.forEach((name, value) -> {
            if (name.startsWith(OPTION)) {
                options.put(name.substring(OPTION.length()), value);
            }
        });
        String standardised = parameters.getOrDefault(STANDARDISED, "");
        if (!Set.of("", "inputs", "outputs", "inputs,outputs").contains(standardised)) {
            throw new ModelLoadException(
                    "Version " + version + " has parameter " + STANDARDISED + " " + Quoted.of(standardised)
                            + ": expected \"inputs\", \"outputs\" or \"inputs,outputs\"; correct it.");
        }
        return new NetworkDescription(
                block,
                engine,
                new BlockOptions(width(version, INPUTS), width(version, OUTPUTS), options),
                standardised.contains("inputs"),
                standardised.contains("outputs"));
    }

    /** Returns the form that a version's description keeps. */
    public Map<String, String> toParameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put(BLOCK, block);
        parameters.put(ENGINE, engine);
        parameters.put(INPUTS, Integer.toString(options.inputs()));
        parameters.put(OUTPUTS, Integer.toString(options.outputs()));
        options.values().forEach((name, value) -> parameters.put(OPTION + name, value));
        if (standardisesInputs || standardisesOutputs) {
            parameters.put(
                    STANDARDISED, !standardisesOutputs ? "inputs" : !standardisesInputs ? "outputs" : "inputs,outputs");
        }
        return parameters;
    }

    /** Makes the network without values, for parameters that are about to be loaded. */
    Block assembleEmpty(BlockFactory factory) {
        return assemble(
                factory, StandardisingBlock.empty(options.inputs()), StandardisingBlock.empty(options.outputs()));
    }

    /** Makes the network with scalings that are known. */
    Block assemble(BlockFactory factory, StandardisingBlock inputs, StandardisingBlock outputs) {
        Block network = factory.create(options);
        if (!standardisesInputs && !standardisesOutputs) {
            return network;
        }
        SequentialBlock scaled = new SequentialBlock();
        if (standardisesInputs) {
            scaled.add(inputs);
        }
        scaled.add(network);
        if (standardisesOutputs) {
            scaled.add(outputs);
        }
        return scaled;
    }

    private static int width(ModelVersion version, String name) {
        String text = version.description().parameters().getOrDefault(name, "1");
        if (!text.matches("[1-9][0-9]{0,8}")) {
            throw new ModelLoadException("Version " + version + " has parameter " + name + " " + Quoted.of(text)
                    + ": expected a whole number of 1 or more; correct it.");
        }
        return Integer.parseInt(text);
    }
}
