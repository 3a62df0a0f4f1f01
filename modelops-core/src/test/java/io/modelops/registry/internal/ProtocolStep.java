package io.modelops.registry.internal;

/** The steps of the write protocol that make something last. */
enum ProtocolStep {
    /** B2: the bytes of content, before it has a name. */
    CONTENT_SYNC,
    /** B4: the name of new content. */
    CONTENT_NAME_SYNC,
    /** B3: the bytes of content that somebody else has put there. */
    ADOPTED_SYNC,
    /** B4: the name of content that somebody else has put there. */
    ADOPTED_NAME_SYNC,
    /** C1: the names of records of others, before anybody acts on them. */
    OBSERVED_SYNC,
    /** C3: the bytes of a record, before it has a name. */
    RECORD_SYNC,
    /** C5: the name of a record, before it is acknowledged. */
    RECORD_NAME_SYNC,
    /** The names in the trash, before the old ones are gone. */
    TRASH_SYNC,
    /** The parents of a new registry. */
    PARENT_SYNC,
    /** The directories of content. */
    BLOBS_SYNC,
    /** The directories of a registry, before its file FORMAT. */
    DIRECTORIES_SYNC,
    /** The bytes of FORMAT. */
    FORMAT_SYNC,
    /** The name of FORMAT. */
    FORMAT_NAME_SYNC,
    /** The bytes of a checkpoint. Nothing depends on it: one that is damaged is ignored. */
    CHECKPOINT_SYNC,
    /** The names of checkpoints. Nothing depends on it: the log has everything. */
    CHECKPOINT_NAME_SYNC,
    /** The names that content had before it went to the trash. Nothing depends on it: it may come back. */
    COLLECTED_SYNC,
    /** Anything else. */
    OTHER
}
