package io.modelops.registry;

import io.modelops.model.Actor;
import io.modelops.model.InvalidInputException;
import io.modelops.registry.internal.CachingArtifactStore;
import io.modelops.registry.internal.DirectoryRepair;
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
    boolean readOnlyIfDamaged;
    private @Nullable Path directory;
    private @Nullable RegistryStore store;
    private @Nullable ArtifactStore artifacts;
    private @Nullable Path cache;
    private long cacheBytes;
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
     * Opens a registry whose log is damaged up to the last good entry before the damage, for reading only, instead of
     * refusing to open it. {@link ModelRegistry#damage} then says what is wrong.
     *
     * @return this
     */
    public ModelRegistryBuilder readOnlyIfDamaged() {
        readOnlyIfDamaged = true;
        return this;
    }

    /**
     * Repairs a damaged log in a directory, or says what that would do. Bringing back the damaged files from a backup is
     * better: a repair may give up entries. First try what can be read, then look, then repair:
     *
     * <pre>{@code
     * ModelRegistry.builder().directory(path).readOnlyIfDamaged().open();
     * ModelRegistry.builder().directory(path).repair(RepairPlan.dryRun());
     * ModelRegistry.builder().directory(path).actor(by("ana")).repair(RepairPlan.repairing("disk failed, ticket 4711"));
     * }</pre>
     *
     * <p>A damaged entry that a checkpoint has a copy of is brought back as it was. From the first one on that can't be
     * brought back, all entries are set aside: their files go to {@code quarantine} in the directory, none is deleted. The
     * next entry of the log says who repaired what and why; {@code history("modelops.registry")} finds it. Content that
     * only entries set aside refer to stays until a clean-up.
     *
     * <p>A repair waits until nobody commits, registers or loads a model. Registries of the directory that are open, in
     * whatever process, then refuse to go on until they are opened again. After a crash in the middle, repair again.
     *
     * @param plan what may be done
     * @return what was done
     * @throws InvalidInputException if no directory was given, or it is no registry
     * @throws io.modelops.model.AccessDeniedException if the access policy does not allow the actor to repair
     * @throws io.modelops.model.StoreException if the directory can't be read or written, or is in use without a pause; no
     *     bytes were lost
     */
    public RepairReport repair(RepairPlan plan) {
        if (directory == null) {
            throw new InvalidInputException(
                    "Only a registry in a directory can be repaired: give the directory; a database has its own"
                            + " means.");
        }
        return DirectoryRepair.run(directory, plan, actor, clock, access);
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
