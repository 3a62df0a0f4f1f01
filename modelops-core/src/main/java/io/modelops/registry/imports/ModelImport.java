package io.modelops.registry.imports;

import io.modelops.model.Actor;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelName;
import io.modelops.model.StoreException;
import io.modelops.registry.ModelRegistry;
import io.modelops.registry.imports.internal.Import;
import io.modelops.registry.imports.internal.ImportSettings;
import io.modelops.registry.imports.internal.Layout;
import java.nio.file.Path;

/**
 * An import of one model, made by {@link Importers}. Immutable and safe for use by several threads: each method that says
 * more returns another import.
 */
public final class ModelImport {
    private final String kind;
    private final Layout layout;
    private final ImportSettings settings;

    ModelImport(String kind, Layout layout, ImportSettings settings) {
        this.kind = kind;
        this.layout = layout;
        this.settings = settings;
    }

    /**
     * Says who imports, if not the registry's own actor.
     *
     * @param actor the actor of the entries in the registry's log
     * @return the import as said
     */
    public ModelImport by(Actor actor) {
        return new ModelImport(kind, layout, settings.by(actor));
    }

    /**
     * Limits the size of a version. The default is 64 GiB.
     *
     * @param bytes the greatest size of all files of one version together, 1 or more
     * @return the import as said
     * @throws InvalidInputException if it is less than 1
     */
    public ModelImport atMost(long bytes) {
        return new ModelImport(kind, layout, settings.atMost(Import.positive(bytes)));
    }

    /**
     * Says where a version is put together before it is registered. The default is the directory for temporary files;
     * each version needs as much room there as its files take, in a new directory that is removed afterwards.
     *
     * @param directory an existing directory that other users can't write to
     * @return the import as said
     */
    public ModelImport stagedIn(Path directory) {
        return new ModelImport(kind, layout, settings.stagedIn(directory));
    }

    /**
     * Keeps a model even if nothing in this library could load it, such as a pickle of scikit-learn. Its format then
     * begins with the name of the tool it came from, so that no runtime takes it by mistake. It is stored, and never run.
     *
     * @return the import as said
     */
    public ModelImport alsoNotLoadable() {
        return new ModelImport(kind, layout, settings.alsoNotLoadable());
    }

    /**
     * Imports. Doing so again registers nothing twice as long as the source is the same. The source must not be changed
     * meanwhile.
     *
     * @param registry where to
     * @param model the model's name in the registry
     * @return what was done and what was not; a source that is refused is in the report, and nothing is thrown
     * @throws InvalidInputException if the model's name is not allowed, or there is no source
     * @throws StoreException if the source can't be read, or a version not be stored; versions before it stay registered
     * @throws io.modelops.model.CommitUnknownException if it can't be known whether a version was stored; importing again
     *     finds out
     */
    public ImportReport into(ModelRegistry registry, String model) {
        String name = ModelName.of(model).value();
        return Import.run(kind, layout, settings.named(any -> name), registry);
    }
}
