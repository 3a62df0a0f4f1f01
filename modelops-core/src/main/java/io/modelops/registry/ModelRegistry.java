package io.modelops.registry;

import io.modelops.event.EventListener;
import io.modelops.event.LogEntry;
import io.modelops.event.LogSubscriber;
import io.modelops.event.RegistryEvent;
import io.modelops.model.Actor;
import io.modelops.model.CorruptionException;
import io.modelops.model.Digest;
import io.modelops.model.Example;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelDescription;
import io.modelops.model.ModelName;
import io.modelops.model.ModelRef;
import io.modelops.model.ModelVersion;
import io.modelops.model.NotFoundException;
import io.modelops.model.Profile;
import io.modelops.model.StoreException;
import io.modelops.model.Verdict;
import io.modelops.model.internal.Json;
import io.modelops.registry.internal.AnchorCheck;
import io.modelops.registry.internal.CachingArtifactStore;
import io.modelops.registry.internal.CardParts;
import io.modelops.registry.internal.Change;
import io.modelops.registry.internal.Comparison;
import io.modelops.registry.internal.Listeners;
import io.modelops.registry.internal.LogFeed;
import io.modelops.registry.internal.ModelState;
import io.modelops.registry.internal.NeededContent;
import io.modelops.registry.internal.OpenRollout;
import io.modelops.registry.internal.OwnThread;
import io.modelops.registry.internal.Publication;
import io.modelops.registry.internal.Recurring;
import io.modelops.registry.internal.RegistryLog;
import io.modelops.registry.internal.Verification;
import io.modelops.registry.signing.HeadAnchor;
import io.modelops.registry.signing.HeadAnchors;
import io.modelops.registry.signing.SignatureBundle;
import io.modelops.spi.AnchorSink;
import io.modelops.spi.ArtifactStore;
import io.modelops.spi.GarbagePlan;
import io.modelops.spi.GarbageReport;
import io.modelops.spi.ModelFiles;
import io.modelops.spi.ModelSigner;
import io.modelops.spi.RegistryStore;
import io.modelops.spi.SummaryStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;

/**
 * A registry of models: immutable numbered versions with their files, aliases that point to versions, and the whole
 * history of both.
 *
 * <pre>{@code
 * try (ModelRegistry registry = ModelRegistry.open(Path.of("models"))) {
 *   ModelVersion first = registry.register("churn", Path.of("churn.onnx"), model -> model.metric("auc", 0.91));
 *   registry.point("champion").to(first);
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads; a directory may be open in several processes at once. Questions are answered from
 * memory without waiting; they see what other processes changed after the next {@link #refresh()}. Every change is one
 * entry in an append-only log and either takes place whole or not at all. Every change throws an
 * {@link io.modelops.model.AccessDeniedException} if the registry was given an access policy that does not allow it.
 */
public final class ModelRegistry implements AutoCloseable {
    /** Applications resolve the same few texts over and over, and checking one costs more than the look-up. */
    private static final Recurring<String, ModelRef> REFERENCES = new Recurring<>(ModelRef::parse);

    private final RegistryStore store;
    private final ArtifactStore artifacts;
    private final RegistryLog log;
    private final Listeners listeners = new Listeners();
    private final Actor actor;
    private final InstantSource clock;

    ModelRegistry(ModelRegistryBuilder builder, RegistryStore store, ArtifactStore artifacts) {
        this.store = store;
        this.artifacts = artifacts;
        this.actor = builder.actor;
        this.clock = builder.clock;
        this.log = new RegistryLog(store, builder.clock, listeners, builder.access, builder.readOnlyIfDamaged);
    }

    /**
     * Opens the registry in a directory, which is created if it does not exist.
     *
     * @param directory a directory on a local file system
     * @return the registry, to be closed by the caller
     * @throws InvalidInputException if the directory holds something else
     * @throws CorruptionException if what it holds is not what was written; nothing is repaired by itself, see
     *     {@link ModelRegistryBuilder#readOnlyIfDamaged} and {@link ModelRegistryBuilder#repair}
     * @throws StoreException if it can't be read
     */
    public static ModelRegistry open(Path directory) {
        return builder().directory(directory).open();
    }

    /**
     * Opens an empty registry in memory, which is gone when it is closed. Good for tests.
     *
     * @return the registry, to be closed by the caller
     */
    public static ModelRegistry inMemory() {
        return builder().open();
    }

    /**
     * Starts to configure a registry.
     *
     * @return a builder with all defaults: in memory, system clock, the operating system's user as actor
     */
    public static ModelRegistryBuilder builder() {
        return new ModelRegistryBuilder();
    }

    /**
     * Registers a new version.
     *
     * @param model the name of the model; the first version of a name creates the model
     * @param source a file, or a directory whose files all belong to the version
     * @param details says more about the version
     * @return the new version
     * @throws InvalidInputException if a name or a file is not allowed, the format is neither said nor obvious, what was
     *     said of the version is too long, or the operation's id is that of another operation
     * @throws StoreException if it could not be stored; nothing has changed
     * @throws io.modelops.model.CommitUnknownException if it can't be known whether it was stored
     */
    public ModelVersion register(String model, Path source, Consumer<? super Registration> details) {
        ModelName name = ModelName.of(model);
        if (name.equals(RegistryEvent.REGISTRY)) {
            throw new InvalidInputException("Model name " + name + " means the registry itself: choose another one.");
        }
        Registration registration = new Registration();
        details.accept(registration);
        Actor who = registration.actor == null ? actor : registration.actor;
        Publication publication = new Publication(source, registration.said(name));
        log.requireAcceptable(new Change(
                new RegistryEvent.Registered(name, Integer.MAX_VALUE, publication.outline(), registration.tags),
                who,
                registration.reason));
        return whileHolding(() -> {
            ModelDescription description = publication.publish(artifacts);
            LogEntry entry = log.commit(
                    registration.operation,
                    state -> new Change(
                            new RegistryEvent.Registered(
                                    name,
                                    state.find(name).map(ModelState::latest).orElse(0) + 1,
                                    description,
                                    registration.tags),
                            who,
                            registration.reason));
            return get(new ModelRef.Numbered(name, ((RegistryEvent.Registered) entry.event()).version()));
        });
    }

    /**
     * The names of all models.
     *
     * @return the names in order
     */
    public List<ModelName> models() {
        return log.state().models();
    }

    /**
     * All versions of a model.
     *
     * @param model the name of the model
     * @return its versions, oldest first; empty if there is no such model
     */
    public List<ModelVersion> versions(String model) {
        return state(model).map(ModelState::versions).orElse(List.of());
    }

    /**
     * Finds a version.
     *
     * @param reference such as {@code churn:7} or {@code churn@champion}
     * @return the version, or empty if there is no such model, version or alias
     * @throws InvalidInputException if the reference is not readable
     */
    public Optional<ModelVersion> find(String reference) {
        return find(REFERENCES.apply(reference));
    }

    /**
     * Finds a version.
     *
     * @param reference a number or an alias
     * @return the version, or empty if there is no such model, version or alias
     */
    public Optional<ModelVersion> find(ModelRef reference) {
        Optional<ModelState> model = log.state().find(reference.model());
        if (reference instanceof ModelRef.Numbered numbered) {
            return model.flatMap(state -> state.version(numbered.number()));
        }
        return model.flatMap(state -> state.alias(((ModelRef.Aliased) reference).alias()));
    }

    /**
     * The version that a reference names.
     *
     * @param reference such as {@code churn:7} or {@code churn@champion}
     * @return the version
     * @throws InvalidInputException if the reference is not readable
     * @throws NotFoundException if there is no such model, version or alias
     */
    public ModelVersion get(String reference) {
        return get(REFERENCES.apply(reference));
    }

    /**
     * The version that a reference names.
     *
     * @param reference a number or an alias
     * @return the version
     * @throws NotFoundException if there is no such model, version or alias
     */
    public ModelVersion get(ModelRef reference) {
        return find(reference).orElseThrow(() -> {
            ModelState model = log.state().get(reference.model());
            if (reference instanceof ModelRef.Numbered numbered
                    && model.deleted(numbered.number()).isPresent()) {
                return new NotFoundException("Version " + reference + " was deleted: registry.history(\""
                        + reference.model() + "\") says by whom and why.");
            }
            return new NotFoundException("There is no " + reference + " in this registry: model " + reference.model()
                    + " has versions 1 to " + model.latest() + " and aliases "
                    + model.aliases().keySet()
                    + "; register the version, or point the alias first.");
        });
    }

    /**
     * The aliases of a model.
     *
     * @param model the name of the model
     * @return version numbers by alias, in order of name; empty if there is no such model
     */
    public Map<String, Integer> aliases(String model) {
        return state(model).map(ModelState::aliases).orElse(Map.of());
    }

    /**
     * The version an alias pointed to at a time.
     *
     * @param reference such as {@code churn@champion}
     * @param time the time
     * @return the version, also if it was deleted since; or empty if the alias did not exist then
     * @throws InvalidInputException if the reference does not name an alias
     */
    public Optional<ModelVersion> asOf(String reference, Instant time) {
        ModelRef.Aliased aliased = aliased(reference);
        Integer number = null;
        for (LogEntry entry : history(aliased.model().value())) {
            if (!entry.at().isAfter(time)
                    && entry.event() instanceof RegistryEvent.AliasMoved moved
                    && moved.alias().equals(aliased.alias())) {
                number = moved.to();
            }
        }
        if (number == null) {
            return Optional.empty();
        }
        ModelState model = log.state().get(aliased.model());
        Optional<ModelVersion> version = model.version(number);
        return version.isPresent() ? version : model.deleted(number);
    }

    /**
     * Everything that happened to a model.
     *
     * @param model the name of the model
     * @return the entries of the log about it, oldest first; empty if there is no such model, unless somebody was denied
     *     to make it
     */
    public List<LogEntry> history(String model) {
        return log.state().history(ModelName.of(model));
    }

    /**
     * A model as it was at a time, with its versions, aliases and tags. Entries are dated by the clocks of their writers.
     *
     * @param model the name of the model
     * @param time the time
     * @return the model, or empty if there was none of that name then
     */
    public Optional<ModelSnapshot> modelAsOf(String model, Instant time) {
        return state(model)
                .map(state -> state.asOf(time))
                .filter(then -> then.latest() > 0)
                .map(then -> {
                    Set<Integer> archived = new TreeSet<>();
                    Map<Integer, Map<String, String>> tags = new TreeMap<>();
                    for (ModelVersion version : then.versions()) {
                        if (then.isArchived(version.number())) {
                            archived.add(version.number());
                        }
                        if (!then.tags(version.number()).isEmpty()) {
                            tags.put(version.number(), then.tags(version.number()));
                        }
                    }
                    return new ModelSnapshot(
                            ModelName.of(model), time, then.versions(), then.aliases(), archived, tags);
                });
    }

    /**
     * All versions that an alias has pointed to: which one, from when until when, who pointed it there and why. Between
     * two periods the alias may have been taken away.
     *
     * @param reference such as {@code churn@champion}
     * @return the periods, oldest first, the last one open if the alias still exists; empty if it never did
     * @throws InvalidInputException if the reference does not name an alias
     */
    public List<AliasPeriod> aliasHistory(String reference) {
        ModelRef.Aliased aliased = aliased(reference);
        List<AliasPeriod> periods = new ArrayList<>();
        LogEntry began = null;
        for (LogEntry entry : history(aliased.model().value())) {
            if (entry.event() instanceof RegistryEvent.AliasMoved moved
                    && moved.alias().equals(aliased.alias())) {
                addPeriod(periods, began, entry);
                began = entry;
            }
        }
        addPeriod(periods, began, null);
        return List.copyOf(periods);
    }

    private static void addPeriod(List<AliasPeriod> periods, @Nullable LogEntry began, @Nullable LogEntry ended) {
        if (began != null && began.event() instanceof RegistryEvent.AliasMoved moved && moved.to() != null) {
            periods.add(new AliasPeriod(new ModelRef.Numbered(moved.model(), moved.to()), began, ended));
        }
    }

    /**
     * Searches all versions of all models, in memory:
     *
     * <pre>{@code
     * registry.search(q -> q.model("churn*").tag("team", "growth").metric("auc", atLeast(0.9)).highestFirst("auc"));
     * }</pre>
     *
     * @param query tells what to search for, beginning with a query for everything that is not archived or deleted
     * @return one page of what was found
     * @throws InvalidInputException if the query goes on after a version that this registry never had
     */
    public SearchResult search(UnaryOperator<VersionQuery> query) {
        return query.apply(VersionQuery.ALL).search().in(log.state());
    }

    /**
     * What is not the same in two versions, which may be of different models.
     *
     * @param before such as {@code churn@champion}
     * @param after such as {@code churn:7}
     * @return the differences
     * @throws InvalidInputException if a reference is not readable
     * @throws NotFoundException if there is no such model, version or alias
     */
    public VersionDifference compare(String before, String after) {
        return compare(get(before), get(after));
    }

    /**
     * What is not the same in two versions, which may be of different models.
     *
     * @param before one version
     * @param after the other version
     * @return the differences
     * @throws NotFoundException if the registry does not have the model of one of them
     */
    public VersionDifference compare(ModelVersion before, ModelVersion after) {
        return Comparison.of(before, tags(before), after, tags(after));
    }

    /**
     * The card of a version: everything the registry knows of it, for people.
     *
     * @param reference such as {@code churn:3} or {@code churn@champion}
     * @return the card
     * @throws InvalidInputException if the reference is not readable
     * @throws NotFoundException if there is no such model, version or alias
     * @throws CorruptionException if its training profile or golden examples are not what was registered
     */
    public ModelCard card(String reference) {
        ModelVersion version = get(reference);
        ModelState model = log.state().get(version.model());
        int number = version.number();
        Map<String, List<AliasPeriod>> periods = new TreeMap<>();
        for (String alias : CardParts.everAliased(model, number)) {
            List<AliasPeriod> all = aliasHistory(version.model() + "@" + alias);
            periods.put(
                    alias,
                    all.stream()
                            .filter(period -> period.version().number() == number)
                            .toList());
        }
        return new ModelCard(
                version,
                model.isArchived(number) ? Standing.ARCHIVED : Standing.ACTIVE,
                CardParts.aliases(model, number),
                model.tags(number),
                trainingProfile(version).orElse(null),
                attachment(version, ModelDescription.GOLDEN_EXAMPLES)
                        .map(json -> CardParts.countExamples(version, json))
                        .orElse(0),
                CardParts.validations(model, number),
                model.approvals(number),
                model.comments(number),
                periods,
                log.state().head().orElseThrow());
    }

    /**
     * Delivers every entry of the log from a place on, those that are there and those to come, whichever process writes
     * them, on a thread of its own. It looks for changes of other processes each second; a subscriber that throws gets the
     * same entry again after a pause that grows from 100 ms to one minute.
     *
     * <pre>{@code
     * LogSubscription mirror = registry.subscribe(remembered + 1, entry -> {
     *   search.update(entry.summary());
     *   remember(entry.sequence());      // after a restart it goes on here; the last entry may come twice
     * });
     * }</pre>
     *
     * @param fromSequence the first entry wanted: 1 for the whole log, or the one after what the subscriber remembers
     * @param subscriber takes the entries, in order and at least once
     * @return what to close to end it; closing the registry does so, too
     * @throws InvalidInputException if the place is less than 1, or the log ends long before it, so that it is not the log
     *     that the subscriber remembers
     * @throws CorruptionException if an entry is not what was written
     * @throws StoreException if the log can't be read
     */
    public LogSubscription subscribe(long fromSequence, LogSubscriber subscriber) {
        ScheduledExecutorService own = OwnThread.start();
        try {
            return feed(fromSequence, subscriber, Delivery.on(own), own::shutdown);
        } catch (RuntimeException refused) {
            own.shutdown();
            throw refused;
        }
    }

    /**
     * Does the same on an executor of the caller's, and at a pace of the caller's.
     *
     * @param fromSequence the first entry wanted: 1 for the whole log, or the one after what the subscriber remembers
     * @param subscriber takes the entries, in order and at least once
     * @param delivery how they come to it
     * @return what to close to end it; closing the registry does so, too
     * @throws InvalidInputException if the place is less than 1, or the log ends long before it, so that it is not the log
     *     that the subscriber remembers
     * @throws CorruptionException if an entry is not what was written
     * @throws StoreException if the log can't be read
     */
    public LogSubscription subscribe(long fromSequence, LogSubscriber subscriber, Delivery delivery) {
        return feed(fromSequence, subscriber, delivery, () -> {});
    }

    private LogFeed feed(long from, LogSubscriber subscriber, Delivery delivery, Runnable onClose) {
        if (from > log.state().sequence() + 1) {
            log.refresh();
        }
        long end = log.state().sequence();
        if (from < 1 || from > end + 1) {
            throw new InvalidInputException(
                    "There is nothing to deliver from entry " + from + " on: the log has entries 1" + " to " + end
                            + "; if a subscriber remembers a later one, this is another log, or it was cut.");
        }
        return listeners.add(log, from, subscriber, delivery, onClose).start();
    }

    /**
     * Begins to move an alias.
     *
     * @param alias the alias, such as {@code champion}
     * @return the move, which takes place with {@link AliasMove#to}
     */
    public AliasMove point(String alias) {
        return new AliasMove(this, alias, actor);
    }

    /**
     * Settles what a version needs before an alias may move to it, whoever moves it and from whatever process. Also a
     * rollout to the alias begins only with a version that has it. It holds for a way back to an earlier version too, so
     * approve the present one before you protect its alias. What was said of a version before the alias was protected
     * counts; of one person only one approval counts, and that of the person who registered the version does not.
     *
     * <pre>{@code
     * registry.protect("churn@champion", AliasProtection.approvals(2).andPassedValidation(), by("ana"), "four eyes");
     * }</pre>
     *
     * @param reference the alias, such as {@code churn@champion}; it may not exist yet
     * @param protection what a version needs; replaces what was settled before
     * @param who who settles it
     * @param reason why; may be empty unless the protection becomes looser
     * @return the entry in the log
     * @throws InvalidInputException if the reference does not name an alias, or the protection becomes looser without a
     *     reason
     * @throws NotFoundException if the registry does not have the model
     */
    public LogEntry protect(String reference, AliasProtection protection, Actor who, String reason) {
        ModelRef.Aliased aliased = aliased(reference);
        return log.commit(UUID.randomUUID(), state -> {
            AliasProtection present = protection(state.get(aliased.model()), aliased.alias());
            if (protection.isLooserThan(present) && reason.isBlank()) {
                throw new InvalidInputException("The protection of " + aliased + " was not loosened from " + present
                        + " to " + protection + ": say why.");
            }
            return new Change(
                    new RegistryEvent.AliasProtected(
                            aliased.model(), aliased.alias(), protection.approvals(), protection.validation()),
                    who,
                    reason);
        });
    }

    /**
     * What a version needs before an alias may move to it.
     *
     * @param reference the alias, such as {@code churn@champion}
     * @return what was settled, {@link AliasProtection#NONE} if nothing was
     * @throws InvalidInputException if the reference does not name an alias
     */
    public AliasProtection protection(String reference) {
        ModelRef.Aliased aliased = aliased(reference);
        return log.state()
                .find(aliased.model())
                .map(model -> protection(model, aliased.alias()))
                .orElse(AliasProtection.NONE);
    }

    private static AliasProtection protection(ModelState model, String alias) {
        return model.protection(alias)
                .map(settled -> new AliasProtection(settled.approvals(), settled.validation()))
                .orElse(AliasProtection.NONE);
    }

    /**
     * Approves a version. Doing it again adds an entry to the history and nothing else. An approval is never taken back;
     * who thinks otherwise meanwhile archives the version, and what it was approved for counts again when it is restored.
     *
     * @param version the version
     * @param approver who approves it
     * @param reason why
     * @return the entry in the log
     * @throws io.modelops.model.ConflictException if the version is archived
     * @throws NotFoundException if the registry does not have the version
     */
    public LogEntry approve(ModelVersion version, Actor approver, String reason) {
        get(version.ref());
        return commit(new RegistryEvent.Approved(version.model(), version.number()), approver, reason);
    }

    /**
     * Why this registry can only be read, and only up to its {@link #head()}, if it was opened with
     * {@link ModelRegistryBuilder#readOnlyIfDamaged}.
     *
     * @return what is wrong with its log, or empty if nothing was found when it was opened
     */
    public Optional<String> damage() {
        return log.damage();
    }

    /**
     * The latest attempts that an access policy denied, in whatever process. Not all become entries of the log; see
     * {@link ModelRegistryBuilder#access}.
     *
     * @return at most 100 entries with {@link RegistryEvent.AccessDenied}, oldest first
     */
    public List<LogEntry> deniedAttempts() {
        return log.state().denials();
    }

    /**
     * The approvals of a version.
     *
     * @param version the version
     * @return the entries that approve it, oldest first
     */
    public List<LogEntry> approvals(ModelVersion version) {
        return log.state().get(version.model()).approvals(version.number());
    }

    /**
     * Says something about a version, for the readers of its history.
     *
     * @param version the version
     * @param who who says it
     * @param text what they say
     * @return the entry in the log
     * @throws InvalidInputException if the text is blank or too long
     * @throws NotFoundException if the registry does not have the version
     */
    public LogEntry comment(ModelVersion version, Actor who, String text) {
        if (text.isBlank()) {
            throw new InvalidInputException("A comment on " + version + " is blank: say something.");
        }
        get(version.ref());
        return commit(new RegistryEvent.Commented(version.model(), version.number(), text), who, "");
    }

    /**
     * The comments on a version.
     *
     * @param version the version
     * @return the entries that hold them, oldest first
     */
    public List<LogEntry> comments(ModelVersion version) {
        return log.state().get(version.model()).comments(version.number());
    }

    /**
     * Puts a version aside. It stays as it is, but can't be pointed to or rolled out until it is restored.
     *
     * @param version the version
     * @param who who puts it aside
     * @param reason why
     * @return the entry in the log
     * @throws io.modelops.model.ConflictException if it is aside already, an alias points to it, or a rollout that is under
     *     way uses it
     * @throws NotFoundException if the registry does not have the version
     */
    public LogEntry archive(ModelVersion version, Actor who, String reason) {
        get(version.ref());
        return commit(new RegistryEvent.Archived(version.model(), version.number()), who, reason);
    }

    /**
     * Takes back a version that was put aside.
     *
     * @param version the version
     * @param who who takes it back
     * @param reason why
     * @return the entry in the log
     * @throws io.modelops.model.ConflictException if it is not aside
     * @throws NotFoundException if the registry does not have the version
     */
    public LogEntry restore(ModelVersion version, Actor who, String reason) {
        get(version.ref());
        return commit(new RegistryEvent.Restored(version.model(), version.number()), who, reason);
    }

    /**
     * Whether a version was put aside.
     *
     * @param version the version
     * @return true if it was archived and not restored since
     */
    public boolean isArchived(ModelVersion version) {
        return log.state().get(version.model()).isArchived(version.number());
    }

    /**
     * Deletes a version that nothing refers to. Its number is never given again and its history stays; the next
     * {@link #collectGarbage} takes the files that no other version shares.
     *
     * @param version the version
     * @param who who deletes it
     * @param reason why
     * @return the entry in the log
     * @throws io.modelops.model.ConflictException if an alias points to it, a rollout that is under way uses it, or another
     *     version was derived from it
     * @throws NotFoundException if the registry does not have the version
     */
    public LogEntry delete(ModelVersion version, Actor who, String reason) {
        get(version.ref());
        return commit(new RegistryEvent.Deleted(version.model(), version.number()), who, reason);
    }

    /**
     * Sets a tag, or removes it.
     *
     * @param version the version
     * @param key the name of the tag
     * @param value its value, or null to remove the tag
     * @return the entry in the log
     * @throws NotFoundException if the registry does not have the version
     */
    public LogEntry tag(ModelVersion version, String key, @Nullable String value) {
        get(version.ref());
        return commit(new RegistryEvent.Tagged(version.model(), version.number(), key, value), actor, "");
    }

    /**
     * The tags of a version.
     *
     * @param version the version
     * @return values by key, in order of key
     */
    public Map<String, String> tags(ModelVersion version) {
        return log.state().get(version.model()).tags(version.number());
    }

    /**
     * Stores the outcome of a validation with a version.
     *
     * @param version the version
     * @param verdict what it came to
     * @param summary one line for people
     * @param reportJson the whole report
     * @return the entry in the log
     * @throws NotFoundException if the registry does not have the version
     */
    public LogEntry keepValidation(ModelVersion version, Verdict verdict, String summary, String reportJson) {
        get(version.ref());
        byte[] report = reportJson.getBytes(StandardCharsets.UTF_8);
        RegistryEvent validated =
                new RegistryEvent.Validated(version.model(), version.number(), verdict, Digest.of(report), summary);
        log.requireAcceptable(new Change(validated, actor, summary));
        return whileHolding(() -> {
            Publication.put(artifacts, report);
            return commit(validated, actor, summary);
        });
    }

    /**
     * The newest validation of a version.
     *
     * @param version the version
     * @return the outcome, or empty if it was never validated
     */
    public Optional<RegistryEvent.Validated> validation(ModelVersion version) {
        return log.state().get(version.model()).validation(version.number());
    }

    /**
     * The report of a validation.
     *
     * @param validated the outcome
     * @return the report as JSON
     * @throws CorruptionException if the stored report is not what was written
     */
    public String validationReport(RegistryEvent.Validated validated) {
        return new String(bytes(validated.report()), StandardCharsets.UTF_8);
    }

    /**
     * Adds to the history of a model what a part of the library or an application did: rollouts, alerts, retrainings.
     *
     * @param event what happened
     * @param who who did it
     * @param reason why; may be empty
     * @return the entry in the log
     * @throws io.modelops.model.ConflictException if the event does not fit the present state, for example because another
     *     node advanced the rollout first
     * @throws NotFoundException if the registry does not have the model
     * @throws InvalidInputException if the event has a method of its own, such as {@link #register}, or is too long
     */
    public LogEntry append(RegistryEvent event, Actor who, String reason) {
        if (event instanceof RegistryEvent.Registered
                || event instanceof RegistryEvent.AliasMoved
                || event instanceof RegistryEvent.Validated
                || event instanceof RegistryEvent.Approved
                || event instanceof RegistryEvent.Tagged
                || event instanceof RegistryEvent.Archived
                || event instanceof RegistryEvent.Restored
                || event instanceof RegistryEvent.Deleted
                || event instanceof RegistryEvent.Commented
                || event instanceof RegistryEvent.AliasProtected
                || event instanceof RegistryEvent.AccessDenied
                || event instanceof RegistryEvent.Signed
                || event instanceof RegistryEvent.Revoked
                || event instanceof RegistryEvent.Repaired
                || event instanceof RegistryEvent.Unrecognized) {
            throw new InvalidInputException("A " + event.getClass().getSimpleName()
                    + " event is not appended by hand: use the registry's own method for it.");
        }
        return log.commit(UUID.randomUUID(), state -> {
            state.get(event.model());
            return new Change(event, who, reason);
        });
    }

    /**
     * How far the rollout to an alias has come.
     *
     * @param reference the alias, such as {@code churn@champion}
     * @return its progress, or empty if none is under way
     * @throws InvalidInputException if the reference does not name an alias
     */
    public Optional<RolloutProgress> rollout(String reference) {
        ModelRef.Aliased aliased = aliased(reference);
        return log.state()
                .find(aliased.model())
                .flatMap(model -> model.rollout(aliased.alias()))
                .map(OpenRollout::progress);
    }

    /**
     * Ends a rollout in the log whose process is gone, so that the next one can begin. A process that still runs it takes
     * its challenger away when it next tries to go on.
     *
     * @param reference the alias it rolls out to, such as {@code churn@champion}
     * @param who who ends it
     * @param why why
     * @return the entry in the log, or empty if no rollout to the alias is under way
     * @throws InvalidInputException if the reference does not name an alias
     */
    public Optional<LogEntry> abandonRollout(String reference, Actor who, String why) {
        ModelRef.Aliased aliased = aliased(reference);
        return log.state()
                .find(aliased.model())
                .flatMap(model -> model.rollout(aliased.alias()))
                .map(OpenRollout::started)
                .map(open -> commit(
                        new RegistryEvent.RolloutEnded(open.model(), open.rollout(), open.challenger(), false, why),
                        who,
                        why));
    }

    /**
     * What became of an operation.
     *
     * @param operation the id that was given to it, or that a {@code CommitUnknownException} named
     * @return the entry it wrote, or empty if it wrote none
     */
    public Optional<LogEntry> findOperation(UUID operation) {
        return log.state().operation(operation);
    }

    /**
     * Copies the files of a version to an empty directory, each checked against its digest. Whether the version may be
     * loaded is not asked here.
     *
     * @param version the version
     * @param emptyDirectory the directory; must exist
     * @return the files
     * @throws InvalidInputException if the directory is not empty
     * @throws NotFoundException if a file is missing from the store; the directory is empty then
     * @throws CorruptionException if a file is not what was registered; the directory is empty then
     * @throws StoreException if a file can't be read or written; the directory is empty then
     */
    public ModelFiles copyFiles(ModelVersion version, Path emptyDirectory) {
        return whileHolding(() -> {
            Publication.copy(artifacts, version, emptyDirectory);
            return new ModelFiles(version, emptyDirectory);
        });
    }

    /**
     * A further document of a version.
     *
     * @param version the version
     * @param role the name under which it was attached
     * @return its bytes, or empty if it has none of that role
     * @throws CorruptionException if the stored bytes are not what was attached
     */
    public Optional<byte[]> attachment(ModelVersion version, String role) {
        return Optional.ofNullable(version.description().attachments().get(role))
                .map(this::bytes);
    }

    /**
     * The summary of the data a version was trained on.
     *
     * @param version the version
     * @return the summary, or empty if it was registered without
     * @throws CorruptionException if the stored summary is not what was registered
     */
    public Optional<Profile> trainingProfile(ModelVersion version) {
        return attachment(version, ModelDescription.TRAINING_PROFILE)
                .map(json -> (Profile) read(version, json, Json.MAPPER.constructType(Profile.class)));
    }

    /**
     * The golden examples of a version.
     *
     * @param version the version
     * @param inputType the type of the inputs
     * @param outputType the type of the answers
     * @param <I> the type of the inputs
     * @param <O> the type of the answers
     * @return the examples, empty if it was registered without
     * @throws CorruptionException if the stored examples are not what was registered, or can't be read as these types; a
     *     component that the stored form lacks reads as null or zero
     */
    @SuppressWarnings("unchecked") // the mapper was told the very type
    public <I, O> List<Example<I, O>> goldenExamples(ModelVersion version, Class<I> inputType, Class<O> outputType) {
        var types = Json.MAPPER.getTypeFactory();
        JavaType list = types.constructCollectionType(
                List.class, types.constructParametricType(Example.class, inputType, outputType));
        return attachment(version, ModelDescription.GOLDEN_EXAMPLES)
                .map(json -> (List<Example<I, O>>) read(version, json, list))
                .orElse(List.of());
    }

    /**
     * Reads what other processes have changed. Deployments do this by themselves from time to time.
     *
     * @throws CorruptionException if an entry is not what was written
     * @throws StoreException if the log can't be read
     */
    public void refresh() {
        log.refresh();
    }

    /**
     * Reads the whole log and all content that versions, attachments and validations refer to, from the stores and not
     * from memory, and checks every digest. Others may work with the registry meanwhile; only clean-up waits.
     *
     * @return what was found; a fault is reported, not thrown
     * @throws StoreException if a store can't be read
     */
    public VerificationReport verify() {
        return verify(progress -> {});
    }

    /**
     * Does the same and tells how far it has come, after each piece of content and each thousand entries.
     *
     * @param progress is told on the calling thread; what it throws ends the verification and is thrown on
     * @return what was found; a fault is reported, not thrown
     * @throws StoreException if a store can't be read
     */
    public VerificationReport verify(Consumer<? super VerificationProgress> progress) {
        Optional<LogEntry> known = head();
        return whileHolding(() -> new Verification(store, origin(), progress).run(known));
    }

    /**
     * Cleans up content that no version, attachment or validation refers to, such as what a crash or a refused
     * registration left behind:
     *
     * <pre>{@code
     * registry.collectGarbage(GarbagePlan.dryRun());                                    // what would go
     * registry.collectGarbage(GarbagePlan.removing().olderThan(Duration.ofDays(30)));   // to the trash with it
     * }</pre>
     *
     * <p>It waits until nobody registers or loads a model, and lets nobody begin to until it has ended; a dry run waits for
     * nobody. Nothing is cleaned up unless this is called. Content in a store that several registries share is not safe
     * from the clean-up of one of them.
     *
     * @param plan what may be done
     * @return what was done
     * @throws CorruptionException if the log is not what was written; nothing was removed then
     * @throws StoreException if the artifact store can't clean up, models are registered or loaded without a pause, the log
     *     holds entries that only a newer version of the library understands, or something could not be removed; nothing
     *     that is needed was removed
     */
    public GarbageReport collectGarbage(GarbagePlan plan) {
        return artifacts.collectGarbage(plan, new NeededContent(store));
    }

    /**
     * The newest entry of the log.
     *
     * @return the entry, or empty if nothing has happened yet
     */
    public Optional<LogEntry> head() {
        return log.state().head();
    }

    /**
     * Tells a listener of every change from now on, in the order of the log.
     *
     * @param listener the listener; what it throws is logged and counted
     * @return what to close to stop it
     */
    public Subscription subscribe(EventListener listener) {
        return listeners.add(listener)::run;
    }

    /**
     * Signs the files of a version, by the digests that the log names; {@link #verify()} tells whether the log and the files
     * are what they were. Others may sign it as well.
     *
     * @param version the version
     * @param signer holds the key
     * @return the entry in the log
     * @throws InvalidInputException if the signer's key is of a kind that can't be used, its signature does not verify with
     *     it, or the version has too many files
     * @throws NotFoundException if the registry does not have the version
     */
    public LogEntry sign(ModelVersion version, ModelSigner signer) {
        ModelVersion known = get(version.ref());
        return keep(
                known,
                SignatureBundle.sign(known.model().value(), known.description().manifest(), signer));
    }

    /**
     * Keeps a signature that was made elsewhere with the version that it is about. Whether its key is to be trusted is
     * decided when the version is loaded.
     *
     * @param version the version
     * @param signature the signature
     * @return the entry in the log
     * @throws InvalidInputException if it is over other files than those of the version
     * @throws NotFoundException if the registry does not have the version
     */
    public LogEntry addSignature(ModelVersion version, SignatureBundle signature) {
        ModelVersion known = get(version.ref());
        signature.mismatch(known.description().manifest()).ifPresent(difference -> {
            throw new InvalidInputException("The signature was not kept with version " + known
                    + ", because it is over other files: " + difference + ".");
        });
        return keep(known, signature);
    }

    /**
     * The signatures that are kept with a version. Nothing was checked about them.
     *
     * @param version the version
     * @return the stored bundles, oldest first; what is no signature is cut where no signature is so long
     * @throws CorruptionException if a stored one is not what was written
     * @throws StoreException if one can't be read
     * @see SignatureBundle#parse
     */
    public List<byte[]> signatures(ModelVersion version) {
        List<Digest> kept = new ArrayList<>();
        Digest first = version.description().attachments().get(ModelDescription.SIGNATURE);
        if (first != null) {
            kept.add(first);
        }
        state(version.model().value())
                .ifPresent(model -> model.signatures(version.number()).forEach(signed -> kept.add(signed.bundle())));
        return kept.stream()
                .distinct()
                .map(digest -> bytes(digest, SignatureBundle.LARGEST + 1))
                .toList();
    }

    /**
     * Revokes a version for good: it is never loaded again, whatever policies say, and no alias or rollout can go to it.
     * Where it serves already it goes on serving, and deployments say so in the log and to their listeners; point the alias
     * to another version to replace it.
     *
     * @param version the version
     * @param who who revokes it
     * @param reason why
     * @return the entry in the log
     * @throws io.modelops.model.ConflictException if it is revoked already
     * @throws NotFoundException if the registry does not have the version
     */
    public LogEntry revoke(ModelVersion version, Actor who, String reason) {
        get(version.ref());
        return commit(new RegistryEvent.Revoked(version.model(), version.number()), who, reason);
    }

    /**
     * Whether a version was revoked, by whom and why.
     *
     * @param version the version
     * @return the entry that revoked it, or empty if it is not revoked
     */
    public Optional<LogEntry> revocation(ModelVersion version) {
        return state(version.model().value()).flatMap(model -> model.revocation(version.number()));
    }

    /**
     * Makes a signed statement about the newest entry of the log. Keep it where writers of this registry can't reach it;
     * {@link #verify(HeadAnchors)} then finds a log that was cut off or replaced.
     *
     * @param signer signs it
     * @return the statement
     * @throws InvalidInputException if the log is empty, or the signer's key or signature can't be used
     */
    public HeadAnchor anchor(ModelSigner signer) {
        LogEntry newest = head().orElseThrow(() -> new InvalidInputException(
                "The registry's log is empty, so there is nothing to anchor: register a model first."));
        return anchor(newest, signer);
    }

    /**
     * Gives a sink a signed statement about each n-th entry of the log from now on, also of entries that other processes
     * write. It is made on the thread that commits or reads the entry, after the commit; if the signer or the sink fails,
     * that is logged, and the next n-th entry is the next to be anchored.
     *
     * @param entries n, 1 for every entry
     * @param signer signs
     * @param sink keeps the statements
     * @return what to close to stop it
     * @throws InvalidInputException if n is less than 1
     */
    public Subscription anchorEvery(int entries, ModelSigner signer, AnchorSink sink) {
        if (entries < 1) {
            throw new InvalidInputException("Every " + entries + ". entry was to be anchored: expected 1 or more.");
        }
        return subscribe(event -> {
            if (event instanceof LogEntry entry && entry.sequence() % entries == 0) {
                sink.keep(anchor(entry, signer).line());
            }
        });
    }

    /**
     * Does what {@link #verify()} does and compares the log with statements about it that were kept elsewhere: entries cut
     * off at its end, and a log that was written anew as a whole, are found up to the newest of them.
     *
     * @param anchors the statements
     * @return what was found; a fault is reported, not thrown
     * @throws StoreException if a store can't be read
     */
    public VerificationReport verify(HeadAnchors anchors) {
        Optional<LogEntry> known = head();
        AnchorCheck check = new AnchorCheck(anchors.all());
        return whileHolding(() -> new Verification(store, artifacts, progress -> {}, check).run(known));
    }

    private LogEntry keep(ModelVersion version, SignatureBundle signature) {
        byte[] json = signature.json();
        RegistryEvent signed = new RegistryEvent.Signed(
                version.model(),
                version.number(),
                Digest.of(json),
                signature.key().orElse(null));
        log.requireAcceptable(new Change(signed, actor, ""));
        return whileHolding(() -> {
            Publication.put(artifacts, json);
            return commit(signed, actor, "");
        });
    }

    private HeadAnchor anchor(LogEntry entry, ModelSigner signer) {
        return HeadAnchor.sign(log.state().first().orElse(entry.digest()), entry, clock.instant(), signer);
    }

    private byte[] bytes(Digest digest, int most) {
        try (InputStream content = artifacts.open(digest)) {
            return content.readNBytes(most);
        } catch (IOException unreadable) {
            throw unreadable(digest, unreadable);
        }
    }

    /**
     * The side channel of the store that keeps the log: small data that processes leave for each other, such as summaries of
     * what they see. It is no part of the log and of no use to the registry itself.
     *
     * @return the side channel, closed with the registry; empty if the store has none
     */
    public Optional<SummaryStore> summaries() {
        return store.summaries();
    }

    /** Ends all subscriptions and closes the stores. Closing twice does nothing more. */
    @Override
    public void close() {
        listeners.endFeeds();
        try {
            store.close();
        } finally {
            artifacts.close();
        }
    }

    RegistryLog log() {
        return log;
    }

    /** Where content really is, not a copy of it. */
    private ArtifactStore origin() {
        return artifacts instanceof CachingArtifactStore caching ? caching.remote() : artifacts;
    }

    private LogEntry commit(RegistryEvent event, Actor who, String reason) {
        return log.commit(UUID.randomUUID(), state -> new Change(event, who, reason));
    }

    /** Keeps clean-up away from content between the moment it is stored and the moment the log names it. */
    private <T> T whileHolding(Supplier<T> action) {
        ArtifactStore.Hold hold = artifacts.hold();
        try {
            return action.get();
        } finally {
            hold.close();
        }
    }

    private Optional<ModelState> state(String model) {
        return log.state().find(ModelName.of(model));
    }

    private static ModelRef.Aliased aliased(String reference) {
        if (ModelRef.parse(reference) instanceof ModelRef.Aliased aliased) {
            return aliased;
        }
        throw new InvalidInputException("Reference \"" + reference
                + "\" always means the same version: expected an alias, such as \"churn@champion\".");
    }

    private byte[] bytes(Digest digest) {
        try (InputStream content = artifacts.open(digest)) {
            return content.readAllBytes();
        } catch (IOException unreadable) {
            throw unreadable(digest, unreadable);
        }
    }

    private static StoreException unreadable(Digest digest, IOException failure) {
        return new StoreException(
                "Document " + digest + " could not be read (" + failure + "): check the artifact store.", failure);
    }

    private static Object read(ModelVersion version, byte[] json, JavaType type) {
        try {
            return Json.MAPPER.readValue(json, type);
        } catch (JacksonException unreadable) {
            throw new CorruptionException(
                    "A document of version " + version + " is not readable as " + type.toCanonical() + " ("
                            + unreadable.getOriginalMessage() + "): give the types it was registered with.",
                    unreadable);
        }
    }
}
