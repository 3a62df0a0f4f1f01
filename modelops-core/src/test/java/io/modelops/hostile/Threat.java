package io.modelops.hostile;

/** What whoever made an artifact may be after. */
public enum Threat {
    /** Classes, jars, scripts or libraries lie beside the model and wait for a reader that runs them. */
    CODE_BESIDE_THE_MODEL,
    /** A settings file names code to load, or a file to write. */
    SETTINGS_THAT_LOAD_CODE,
    /** A TorchScript program reads or writes files. */
    PROGRAM_AS_A_MODEL,
    /** A pickle or another format that runs code when it is read, under a harmless name. */
    CODE_BY_ANOTHER_NAME,
    /** Weights, links or locations lead to files outside of the model. */
    DATA_FROM_OUTSIDE,
    /** An archive grows without end, or unpacks to elsewhere. */
    ARCHIVE,
    /** A name becomes a path. */
    NAME_AS_A_PATH,
    /** The bytes are not the ones that the name promises. */
    OTHER_BYTES,
    /** A broken file makes native code crash. */
    MALFORMED,
    /** A document makes its parser create objects, or never come back. */
    DOCUMENT,
    /** Something is so large or so many that nothing is left for others. */
    EXHAUSTION
}
