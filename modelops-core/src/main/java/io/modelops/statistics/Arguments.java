package io.modelops.statistics;

/** The checks of arguments, by the name that this package calls them. */
final class Arguments extends io.modelops.statistics.internal.Arguments {
    private Arguments() {}
}
