package io.modelops.registry.imports.internal;

import io.modelops.model.Actor;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How an import is to go.
 *
 * @param actor who imports, or null for the registry's own actor
 * @param mostBytes the greatest size of one version
 * @param staging where versions are put together
 * @param notLoadable whether to keep what no runtime of the library could load
 * @param named gives a model of the source its name in the registry
 */
public record ImportSettings(
        @Nullable Actor actor, long mostBytes, Path staging, boolean notLoadable, UnaryOperator<String> named) {
    private static final long DEFAULT_MOST_BYTES = 64L << 30;

    /** What is used if nothing is said. */
    public static ImportSettings defaults() {
        return new ImportSettings(
                null,
                DEFAULT_MOST_BYTES,
                Path.of(System.getProperty("java.io.tmpdir", ".")),
                false,
                UnaryOperator.identity());
    }

    /** The same with an actor. */
    public ImportSettings by(Actor who) {
        return new ImportSettings(who, mostBytes, staging, notLoadable, named);
    }

    /** The same with a limit. */
    public ImportSettings atMost(long bytes) {
        return new ImportSettings(actor, bytes, staging, notLoadable, named);
    }

    /** The same with another place. */
    public ImportSettings stagedIn(Path directory) {
        return new ImportSettings(actor, mostBytes, directory, notLoadable, named);
    }

    /** The same, and what can't be loaded is kept as well. */
    public ImportSettings alsoNotLoadable() {
        return new ImportSettings(actor, mostBytes, staging, true, named);
    }

    /** The same with other names. */
    public ImportSettings named(UnaryOperator<String> naming) {
        return new ImportSettings(actor, mostBytes, staging, notLoadable, naming);
    }
}
