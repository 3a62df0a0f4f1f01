package io.modelops.deployment;

/** What a deployment does with a version it holds in memory. */
public enum VersionState {
    /** It answers. */
    ACTIVE,
    /** It answers a share of the requests. */
    CANARY,
    /** It answers copies of the requests. */
    SHADOW,
    /** It is loaded and warm, and answers when the active one can't. */
    READY,
    /** It has been replaced and ends its last requests. */
    DRAINING,
    /** It has been replaced, and its last requests take longer than the drain timeout; its memory stays until they end. */
    QUARANTINED
}
