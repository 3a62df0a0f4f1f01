package io.modelops.registry.imports.internal;

/** How much is read of what a stranger may have written. Real sources stay far below. */
final class Limits {
    /** Bytes of a description that people write: MLmodel, config.pbtxt, serving.properties. */
    static final int DOCUMENT = 1 << 20;
    /** Bytes of a file that holds one value, such as a tag or a git reference. */
    static final int VALUE = 8_192;
    /** Characters of a parameter or tag that is carried over; longer ones stay behind. */
    static final int TEXT = 2_000;
    /** Parameters of one version. */
    static final int PARAMETERS = 200;
    /** Files of one version; the registry's log could not name more. */
    static final int FILES = 1_000;
    /** Entries of one directory and all below it. */
    static final int ENTRIES = 100_000;
    /** Directories inside one another. */
    static final int DEPTH = 16;
    /** Bytes of an ONNX file; a protocol buffer can't be larger. */
    static final long ONNX = Integer.MAX_VALUE;
    /** Bytes of the header of a safetensors file. */
    static final int SAFETENSORS_HEADER = 32 << 20;
    /** Versions of one registry or repository. */
    static final int VERSIONS = 100_000;
    /** What one report says at most of each kind. */
    static final int NOTES = 10_000;

    private Limits() {}
}
