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
import org.jspecify.annotations.Nullable;

/** What all events add up to. Written by one thread at a time, read by any without waiting. */
public final class RegistryState {
    private final Map<ModelName, ModelState> models = new ConcurrentHashMap<>();
    private final Map<UUID, LogEntry> operations = new ConcurrentHashMap<>();
    private final Queue<LogEntry> denials = new ConcurrentLinkedQueue<>();
    private final EntryList entries = new EntryList();
    private volatile @Nullable LogEntry head;
    private volatile @Nullable Digest first;

    void apply(LogEntry entry) {
        models.computeIfAbsent(entry.event().model(), ModelState::new).apply(entry);
        operations.put(entry.operation(), entry);
        if (entry.event() instanceof RegistryEvent.AccessDenied) {
            denials.add(entry);
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
            int next = find(registered.model()).map(ModelState::latest).orElse(0) + 1;
            if (registered.version() != next) {
                throw new ConflictException("Version " + registered.version() + " of model " + registered.model()
                        + " was not registered: the next number is " + next + ".");
            }
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
        } else if (event instanceof RegistryEvent.RolloutEnded ended) {
            openRollout(ended.model(), ended.rollout());
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

    /** The entry that an operation wrote. */
    public Optional<LogEntry> operation(UUID operation) {
        return Optional.ofNullable(operations.get(operation));
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
        return entries.find(sequence);
    }

    /** The newest entry, if there is any. */
    public Optional<LogEntry> head() {
        return Optional.ofNullable(head);
    }

    /** The digest of the first entry, which no other log has; empty if there is none. */
    public Optional<Digest> first() {
        return Optional.ofNullable(first);
    }

    /** The sequence of the newest entry, 0 if there is none. */
    public long sequence() {
        return head().map(LogEntry::sequence).orElse(0L);
    }

    Digest digest() {
        return head().map(LogEntry::digest).orElse(LogEntry.BEFORE_FIRST);
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
