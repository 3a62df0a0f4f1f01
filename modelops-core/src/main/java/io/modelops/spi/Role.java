package io.modelops.spi;

/** In which capacity a version answered a request. */
public enum Role {
    /** It is the version that the alias points to; the caller got its answer. */
    CHAMPION,
    /** It is being tried on a share of the requests; the caller got its answer. */
    CHALLENGER,
    /** It answered a copy of the request; nobody got its answer. */
    SHADOW
}
