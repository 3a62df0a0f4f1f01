package io.modelops.djl.internal;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The kinds of files that can be loaded. */
public enum ModelFormat {
    /** A graph of the Open Neural Network Exchange. */
    ONNX("onnx", ".onnx"),
    /** A program of PyTorch's. */
    TORCHSCRIPT("torchscript", ".pt"),
    /** The parameters of a block that the application makes. */
    DJL_PARAMETERS("djl-params", ".params");

    private final String label;
    private final String extension;

    ModelFormat(String label, String extension) {
        this.label = label;
        this.extension = extension;
    }

    /** Returns the name by which versions call the format. */
    public String label() {
        return label;
    }

    /** Returns how the name of the model's file ends. */
    public String extension() {
        return extension;
    }

    /** Finds a format by its name. */
    public static Optional<ModelFormat> find(String label) {
        return Arrays.stream(values())
                .filter(format -> format.label.equals(label))
                .findFirst();
    }

    /** Returns the names of all formats. */
    public static Set<String> labels() {
        return Arrays.stream(values()).map(ModelFormat::label).collect(Collectors.toUnmodifiableSet());
    }
}
