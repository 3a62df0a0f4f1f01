package io.modelops.spi;

/** In which capacity a version answered a request. */
public enum Role {
    /** It is the version that the alias points to; the caller got its answer. */
    CHAMPION,
    /** It is being tried on a share of the requests; the caller got its answer. */
    CHALLENGER,
    /** It answered a copy of the request; nobody got its answer. */
    SHADOW,
    /** It, or a function in its place, answered because the version that was to answer could not; the caller got the answer. */
    FALLBACK;

    /**
     * Whether the version's own answer to a request of its own is meant: what monitors judge a version by.
     *
     * @return true for the champion and for a challenger that answers requests
     */
    public boolean isOwn() {
        return this == CHAMPION || this == CHALLENGER;
    }
}
