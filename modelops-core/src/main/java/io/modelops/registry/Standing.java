package io.modelops.registry;

/** Whether a version can be used. */
public enum Standing {
    /** It can be pointed to and rolled out. */
    ACTIVE,
    /** It was put aside, until it is restored. */
    ARCHIVED,
    /** It was deleted; only its history is left. */
    DELETED
}
