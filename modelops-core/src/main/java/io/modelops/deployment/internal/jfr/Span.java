package io.modelops.deployment.internal.jfr;

import org.jspecify.annotations.Nullable;

/** Something that takes time and is written to the recording when it ends, if anybody records. */
public interface Span {
    /** Nobody records. */
    Span UNRECORDED = failure -> {};

    /**
     * Notes that it has ended, once.
     *
     * @param failure what made it fail, or null
     */
    void ended(@Nullable Throwable failure);
}
