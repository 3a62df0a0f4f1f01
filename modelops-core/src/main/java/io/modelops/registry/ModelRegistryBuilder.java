package io.modelops.registry;

import io.modelops.model.Actor;
import io.modelops.model.InvalidInputException;
import io.modelops.registry.internal.DirectoryStores;
import io.modelops.registry.internal.InMemoryArtifactStore;
import io.modelops.registry.internal.InMemoryRegistryStore;
import io.modelops.spi.ArtifactStore;
import io.modelops.spi.RegistryStore;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Configures a {@link ModelRegistry}. Not safe for use by several threads. */
public final class ModelRegistryBuilder {
    InstantSource clock = InstantSource.system();
    Actor actor = userOfThisProcess();
    private @Nullable Path directory;
    private @Nullable RegistryStore store;
    private @Nullable ArtifactStore artifacts;
    private @Nullable Path contentDirectory;

    ModelRegistryBuilder() {}

    /**
     * Keeps the registry in a directory.
     *
     * @param path a directory on a local file system, created if it does not exist
     * @return this
     */
    public ModelRegistryBuilder directory(Path path) {
        directory = path;
        return this;
    }

    /**
     * Keeps the registry in stores of the application's choice.
     *
     * @param log keeps the log; the registry closes it
     * @param content keeps the files; the registry closes it
     * @return this
     */
    public ModelRegistryBuilder stores(RegistryStore log, ArtifactStore content) {
        store = log;
        artifacts = content;
        contentDirectory = null;
        return this;
    }

    /**
     * Keeps the log in a store of the application's choice, such as a database, and the files in a directory beside it.
     *
     * @param log keeps the log; the registry closes it
     * @param content a directory that everybody who uses the log can see, for the files of this registry alone; created if
     *     it does not exist. Clean up only if its file system locks files across machines
     * @return this
     */
    public ModelRegistryBuilder stores(RegistryStore log, Path content) {
        store = log;
        artifacts = null;
        contentDirectory = content;
        return this;
    }

    /**
     * Sets the clock that entries are dated by.
     *
     * @param source the clock; the system's by default
     * @return this
     */
    public ModelRegistryBuilder clock(InstantSource source) {
        clock = source;
        return this;
    }

    /**
     * Sets who makes changes that name nobody else.
     *
     * @param who the actor; the operating system's user by default
     * @return this
     */
    public ModelRegistryBuilder actor(Actor who) {
        actor = who;
        return this;
    }

    /**
     * Opens the registry.
     *
     * @return the registry, to be closed by the caller
     * @throws InvalidInputException if both a directory and stores were given, or the directory holds something else
     * @throws io.modelops.model.CorruptionException if what the stores hold is not what was written
     * @throws io.modelops.model.StoreException if they can't be read
     */
    public ModelRegistry open() {
        if (directory != null && store != null) {
            throw new InvalidInputException(
                    "A registry was given both directory " + directory + " and stores of its own: choose one of them.");
        }
        if (directory != null) {
            DirectoryStores stores = DirectoryStores.open(directory);
            return open(stores.log(), stores.artifacts());
        }
        if (store != null && contentDirectory != null) {
            return open(store, openContent(store, contentDirectory));
        }
        return open(
                store == null ? new InMemoryRegistryStore() : store,
                artifacts == null ? new InMemoryArtifactStore(clock) : artifacts);
    }

    private static ArtifactStore openContent(RegistryStore log, Path directory) {
        try {
            return DirectoryStores.openContent(directory);
        } catch (RuntimeException unusable) {
            log.close();
            throw unusable;
        }
    }

    private ModelRegistry open(RegistryStore log, ArtifactStore content) {
        try {
            return new ModelRegistry(this, log, content);
        } catch (RuntimeException unreadable) {
            log.close();
            content.close();
            throw unreadable;
        }
    }

    private static Actor userOfThisProcess() {
        String user = System.getProperty("user.name", "");
        return user.isBlank() ? Actor.SYSTEM : Actor.by(user);
    }
}
