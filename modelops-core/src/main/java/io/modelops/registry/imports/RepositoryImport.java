package io.modelops.registry.imports;

import io.modelops.model.Actor;
import io.modelops.model.InvalidInputException;
import io.modelops.model.StoreException;
import io.modelops.registry.ModelRegistry;
import io.modelops.registry.imports.internal.Import;
import io.modelops.registry.imports.internal.ImportSettings;
import io.modelops.registry.imports.internal.Layout;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * An import of many models with their names, made by {@link Importers}. Immutable and safe for use by several threads:
 * each method that says more returns another import.
 */
public final class RepositoryImport {
    private final String kind;
    private final Layout layout;
    private final ImportSettings settings;

    RepositoryImport(String kind, Layout layout, ImportSettings settings) {
        this.kind = kind;
        this.layout = layout;
        this.settings = settings;
    }

    /**
     * Gives the models other names. A name that is not allowed here, such as one with spaces, is refused otherwise.
     *
     * @param naming gives the name in this registry for the name in the source, each time the same
     * @return the import as said
     */
    public RepositoryImport named(UnaryOperator<String> naming) {
        return new RepositoryImport(kind, layout, settings.named(naming));
    }

    /**
     * Says who imports, if not the registry's own actor.
     *
     * @param actor the actor of the entries in the registry's log
     * @return the import as said
     */
    public RepositoryImport by(Actor actor) {
        return new RepositoryImport(kind, layout, settings.by(actor));
    }

    /**
     * Limits the size of a version. The default is 64 GiB.
     *
     * @param bytes the greatest size of all files of one version together, 1 or more
     * @return the import as said
     * @throws InvalidInputException if it is less than 1
     */
    public RepositoryImport atMost(long bytes) {
        return new RepositoryImport(kind, layout, settings.atMost(Import.positive(bytes)));
    }

    /**
     * Says where a version is put together before it is registered. The default is the directory for temporary files;
     * each version needs as much room there as its files take, in a new directory that is removed afterwards.
     *
     * @param directory an existing directory that other users can't write to
     * @return the import as said
     */
    public RepositoryImport stagedIn(Path directory) {
        return new RepositoryImport(kind, layout, settings.stagedIn(directory));
    }

    /**
     * Keeps models even if nothing in this library could load them, such as a pickle of scikit-learn. Their format then
     * begins with the name of the tool they came from, so that no runtime takes them by mistake. They are stored, and
     * never run.
     *
     * @return the import as said
     */
    public RepositoryImport alsoNotLoadable() {
        return new RepositoryImport(kind, layout, settings.alsoNotLoadable());
    }

    /**
     * Imports. Doing so again registers nothing twice as long as the source is the same. The source must not be changed
     * meanwhile.
     *
     * @param registry where to
     * @return what was done and what was not; versions that are refused are in the report, and nothing is thrown
     * @throws InvalidInputException if there is no source
     * @throws StoreException if the source can't be read, or a version not be stored; versions before it stay registered
     * @throws io.modelops.model.CommitUnknownException if it can't be known whether a version was stored; importing again
     *     finds out
     */
    public ImportReport into(ModelRegistry registry) {
        return Import.run(kind, layout, settings, registry);
    }
}
