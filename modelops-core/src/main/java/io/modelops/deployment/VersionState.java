package io.modelops.deployment;

import java.util.EnumSet;
import java.util.Set;

/**
 * What a deployment does with a version. Each state that is not meant to last has a way out and a time by which it is
 * taken: loading is given up after the load timeout ({@link #FAILED}), a drain or a close that exceeds the drain timeout
 * is {@link #QUARANTINED}, and a version that is merely kept warm drains when that time is over.
 */
public enum VersionState {
    /** It is wanted, and waits for a thread that loads it. */
    REGISTERED,
    /** Whether it may be loaded is checked, and its files are copied and compared with what was registered. */
    VERIFYING,
    /** An engine loads it. */
    LOADING,
    /** Every worker answers typical inputs. */
    WARMING,
    /** It is loaded and warm, and gets no requests: it is about to serve, or it has been replaced and is kept warm. */
    READY,
    /** It answers. */
    ACTIVE,
    /** It answers a share of the requests. */
    CANARY,
    /** It answers copies of the requests. */
    SHADOW,
    /** It has been replaced and ends its last requests. If the alias is pointed back meanwhile, it serves again. */
    DRAINING,
    /**
     * It has been replaced, and its last requests, or its close, take longer than the drain timeout; its memory stays until
     * they end.
     */
    QUARANTINED,
    /** Its last request has ended and its memory is being freed. */
    CLOSING,
    /** Its memory was freed, or it never had any. */
    CLOSED,
    /** It could not be made ready, or not in time. If it arrives late it is closed. */
    FAILED;

    /**
     * Whether a version in this state may go over to another one.
     *
     * @param next the other state
     * @return true if that is a legal step
     */
    public boolean mayBecome(VersionState next) {
        return nextStates().contains(next);
    }

    private Set<VersionState> nextStates() {
        return switch (this) {
            case REGISTERED -> EnumSet.of(VERIFYING, FAILED, CLOSED);
            case VERIFYING -> EnumSet.of(LOADING, FAILED, CLOSED);
            case LOADING -> EnumSet.of(WARMING, FAILED, CLOSED);
            case WARMING -> EnumSet.of(READY, FAILED, CLOSED);
            case READY -> EnumSet.of(ACTIVE, CANARY, SHADOW, DRAINING);
            case ACTIVE -> EnumSet.of(READY, DRAINING);
            case CANARY -> EnumSet.of(ACTIVE, SHADOW, READY, DRAINING);
            case SHADOW -> EnumSet.of(ACTIVE, CANARY, READY, DRAINING);
            case DRAINING -> EnumSet.of(READY, QUARANTINED, CLOSING);
            case QUARANTINED -> EnumSet.of(READY, CLOSING, CLOSED);
            case CLOSING -> EnumSet.of(CLOSED, QUARANTINED);
            case FAILED -> EnumSet.of(CLOSING);
            case CLOSED -> EnumSet.noneOf(VersionState.class);
        };
    }
}
