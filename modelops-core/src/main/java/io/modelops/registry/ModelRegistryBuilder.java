package io.modelops.registry;

import io.modelops.model.Actor;
import io.modelops.model.InvalidInputException;
import io.modelops.registry.internal.CachingArtifactStore;
import io.modelops.registry.internal.DirectoryStores;
import io.modelops.registry.internal.InMemoryArtifactStore;
import io.modelops.registry.internal.InMemoryRegistryStore;
import io.modelops.spi.AccessPolicy;
import io.modelops.spi.ArtifactStore;
import io.modelops.spi.RegistryStore;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Configures a {@link ModelRegistry}. Not safe for use by several threads. */
public final class ModelRegistryBuilder {
    InstantSource clock = InstantSource.system();
    Actor actor = userOfThisProcess();
    AccessPolicy access = AccessPolicy.allowAll();
    private @Nullable Path directory;
    private @Nullable RegistryStore store;
    private @Nullable ArtifactStore artifacts;
    private @Nullable Path cache;
    private long cacheBytes;

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
        return this;
    }

    /**
     * Keeps content that was read from an artifact store far away in a directory of this machine, so that it is fetched
     * once. Each piece is checked against its digest before it is used; what was not used for longest goes when there is too
     * much, but nothing that a load under way uses. Processes of one user may share the directory. Use it with
     * {@link #stores}; verification and clean-up ask the store itself.
     *
     * @param directory a directory of this user alone, on a local file system, created if it does not exist
     * @param mostBytes how much it may hold, 1 or more; while loads are under way it may hold more
     * @return this
     */
    public ModelRegistryBuilder localCache(Path directory, long mostBytes) {
        cache = directory;
        cacheBytes = mostBytes;
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
     * Sets who may change what, such as a {@link RolePolicy}. A change that is not allowed throws an
     * {@link io.modelops.model.AccessDeniedException}, and the attempt becomes an entry of the log: of one kind (who, what,
     * which model and alias) one an hour, and in all a hundred a day, with the number of those left out.
     *
     * @param policy decides; allows everything by default
     * @return this
     */
    public ModelRegistryBuilder access(AccessPolicy policy) {
        access = policy;
        return this;
    }

    /**
     * Opens the registry.
     *
     * @return the registry, to be closed by the caller
     * @throws InvalidInputException if both a directory and stores were given, the directory holds something else, or the
     *     local cache was given without stores, holds something else, or is not this user's alone
     * @throws io.modelops.model.CorruptionException if what the stores hold is not what was written
     * @throws io.modelops.model.StoreException if they can't be read
     */
    public ModelRegistry open() {
        if (directory != null && store != null) {
            throw new InvalidInputException(
                    "A registry was given both directory " + directory + " and stores of its own: choose one of them.");
        }
        if (cache != null && store == null) {
            throw new InvalidInputException("A registry was given a local cache in " + cache
                    + ", but its content is on this machine anyway: give stores as well, or no cache.");
        }
        if (directory != null) {
            DirectoryStores stores = DirectoryStores.open(directory);
            return open(stores.log(), stores.artifacts());
        }
        return open(
                store == null ? new InMemoryRegistryStore() : store,
                artifacts == null ? new InMemoryArtifactStore(clock) : artifacts);
    }

    private ModelRegistry open(RegistryStore log, ArtifactStore content) {
        try {
            return new ModelRegistry(this, log, cached(content));
        } catch (RuntimeException unreadable) {
            log.close();
            content.close();
            throw unreadable;
        }
    }

    private ArtifactStore cached(ArtifactStore content) {
        return cache == null ? content : new CachingArtifactStore(content, cache, cacheBytes, clock);
    }

    private static Actor userOfThisProcess() {
        String user = System.getProperty("user.name", "");
        return user.isBlank() ? Actor.SYSTEM : Actor.by(user);
    }
}
