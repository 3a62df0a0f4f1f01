package io.modelops.registry.internal;

import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.ConflictException;
import io.modelops.model.Digest;
import io.modelops.model.ModelName;
import io.modelops.model.NotFoundException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What all events add up to. Written by one thread at a time, read by any without waiting. */
public final class RegistryState {
    private final Map<ModelName, ModelState> models = new ConcurrentHashMap<>();
    private final Map<UUID, StoredEntry> operations = new ConcurrentHashMap<>();
    private final Queue<LogEntry> denials = new ConcurrentLinkedQueue<>();
    private final EntryList entries = new EntryList();
    private volatile @Nullable StoredEntry head;
    private volatile @Nullable Digest first;

    void apply(LogEntry entry) {
        apply(new StoredEntry(entry));
    }

    /** Adds an entry, of which it needs to know no more than its place if it registers a version. */
    void apply(StoredEntry entry) {
        models.computeIfAbsent(entry.model(), ModelState::new).apply(entry);
        operations.put(entry.operation(), entry);
        if (!entry.isRegistration() && entry.read().event() instanceof RegistryEvent.AccessDenied) {
            denials.add(entry.read());
            if (denials.size() > DenialNotes.MOST) {
                denials.remove();
            }
        }
        if (first == null) {
            first = entry.digest();
        }
        head = entry;
        entries.add(entry);
    }

    /** Refuses a change that does not fit the present state. */
    void check(RegistryEvent event) {
        Lifecycle.check(this, event);
        ProtectedAliases.check(this, event);
        if (event instanceof RegistryEvent.AliasMoved moved) {
            Integer present = find(moved.model())
                    .map(model -> model.aliases().get(moved.alias()))
                    .orElse(null);
            if (!Objects.equals(present, moved.from())) {
                String next = moved.from() == null ? " and say from(…) with what it points to." : " and decide again.";
                throw new ConflictException("Alias " + moved.model() + "@" + moved.alias() + " was not moved to "
                        + described(moved.to()) + ": it was expected to point to " + described(moved.from())
                        + ", but somebody has pointed it to " + described(present)
                        + "; look at registry.history(\"" + moved.model() + "\")" + next);
            }
        } else if (event instanceof RegistryEvent.Registered registered) {
            checkNumber(registered.model(), registered.version());
        } else if (event instanceof RegistryEvent.RolloutStarted started) {
            get(started.model()).rollout(started.alias()).ifPresent(open -> {
                throw new ConflictException("No rollout of version " + started.challenger() + " of model "
                        + started.model() + " was started: version "
                        + open.started().challenger() + " is being rolled out to @" + started.alias()
                        + " already; wait for it to end, or abort it; if its process is gone,"
                        + " registry.abandonRollout(\""
                        + started.model() + "@" + started.alias() + "\", …) ends it.");
            });
        } else if (event instanceof RegistryEvent.RolloutAdvanced advanced) {
            OpenRollout open = openRollout(advanced.model(), advanced.rollout());
            if (advanced.stage() != open.stage() + 1) {
                throw new ConflictException("Rollout " + advanced.rollout() + " was not advanced to stage "
                        + advanced.stage() + ": it is in stage " + open.stage() + "; another node was faster.");
            }
            Lifecycle.requireUsable(this, advanced.model(), open.started().challenger(), "promoted");
        } else if (event instanceof RegistryEvent.RolloutPaused change) {
            if (openRollout(change.model(), change.rollout()).progress().isPaused() == change.paused()) {
                throw new ConflictException("Rollout " + change.rollout() + " of model " + change.model()
                        + (change.paused()
                                ? " was not paused: it is paused already."
                                : " was not resumed: it is not paused."));
            }
        } else if (event instanceof RegistryEvent.RolloutEnded ended) {
            openRollout(ended.model(), ended.rollout());
        }
    }

    /** Refuses any number but the next for a new version. */
    void checkNumber(ModelName model, int version) {
        int next = find(model).map(ModelState::latest).orElse(0) + 1;
        if (version != next) {
            throw new ConflictException("Version " + version + " of model " + model
                    + " was not registered: the next number is " + next + ".");
        }
    }

    /** The state of a model, if there is one of that name: a model is there from its first version on. */
    public Optional<ModelState> find(ModelName model) {
        return Optional.ofNullable(models.get(model)).filter(state -> state.latest() > 0);
    }

    /** The state of a model. */
    public ModelState get(ModelName model) {
        return find(model)
                .orElseThrow(() -> new NotFoundException("There is no model " + model + " in this registry: it has "
                        + (models().isEmpty() ? "none yet" : models()) + "; register a version of it first."));
    }

    /** The names of all models, in order. */
    public List<ModelName> models() {
        return models.entrySet().stream()
                .filter(model -> model.getValue().latest() > 0)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** The states of all models in order of their names, whose versions will all be asked for. */
    public Stream<ModelState> all() {
        // All processors together read what was not read yet, which in a large registry takes seconds.
        models.values().parallelStream().forEach(ModelState::versions);
        return models().stream().map(this::get);
    }

    /** The entry that an operation wrote. */
    public Optional<LogEntry> operation(UUID operation) {
        return Optional.ofNullable(operations.get(operation)).map(StoredEntry::read);
    }

    /** All entries about a model, oldest first, also if there is none of that name and somebody wanted it. */
    public List<LogEntry> history(ModelName model) {
        ModelState state = models.get(model);
        return state == null ? List.of() : state.history();
    }

    /** The latest denied attempts, oldest first. */
    public List<LogEntry> denials() {
        return List.copyOf(denials);
    }

    /** The entry with a sequence, or empty if the log, as far as it was read, ends before it. */
    public Optional<LogEntry> entry(long sequence) {
        return entries.find(sequence).map(StoredEntry::read);
    }

    /** The newest entry, if there is any. */
    public Optional<LogEntry> head() {
        return Optional.ofNullable(head).map(StoredEntry::read);
    }

    /** The digest of the first entry, which no other log has; empty if there is none. */
    public Optional<Digest> first() {
        return Optional.ofNullable(first);
    }

    /** The sequence of the newest entry, 0 if there is none. */
    public long sequence() {
        StoredEntry newest = head;
        return newest == null ? 0 : newest.sequence();
    }

    Digest digest() {
        StoredEntry newest = head;
        return newest == null ? LogEntry.BEFORE_FIRST : newest.digest();
    }

    private OpenRollout openRollout(ModelName model, UUID rollout) {
        return get(model).rollouts().stream()
                .filter(open -> open.isAbout(rollout))
                .findFirst()
                .orElseThrow(() -> new ConflictException("Rollout " + rollout + " of model " + model
                        + " is not under way: it has ended, perhaps through another node or a moved alias."));
    }

    private static String described(@Nullable Integer version) {
        return version == null ? "nothing" : "version " + version;
    }
}
