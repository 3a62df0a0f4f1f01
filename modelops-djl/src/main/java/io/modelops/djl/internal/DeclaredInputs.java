package io.modelops.djl.internal;

import ai.djl.Model;
import ai.djl.ndarray.types.Shape;
import ai.djl.util.PairList;
import io.modelops.model.ModelLoadException;
import io.modelops.model.ModelVersion;
import io.modelops.model.Quoted;
import io.modelops.model.Signature;

/**
 * Holds the signature that a version was registered with against what its file really takes, so that a wrong one is found
 * when the version is loaded and not by its first caller.
 */
final class DeclaredInputs {
    private DeclaredInputs() {}

    /**
     * Compares the names of the inputs, which is what DJL tells of an ONNX file.
     *
     * @throws ModelLoadException if the file takes an input that was not declared
     */
    static void check(ModelVersion version, Model model) {
        Signature declared = version.description().signature();
        PairList<String, Shape> described = declared == null ? null : model.describeInput();
        if (declared == null || described == null) {
            return;
        }
        for (String input : described.keys()) {
            if (declared.inputs().stream().noneMatch(spec -> spec.name().equals(input))) {
                throw new ModelLoadException("Version " + version + " was registered with the inputs "
                        + declared.inputs() + ", but its file takes " + Quoted.of(input)
                        + ": register the file again with the signature it has.");
            }
        }
    }
}
