package io.modelops.registry.internal;

import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.ModelName;
import io.modelops.model.ModelVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the events about one model add up to. Written by one thread at a time, read by any without waiting. */
public final class ModelState {
    private final ModelName name;
    private final Map<Integer, RegisteredVersion> registered = new ConcurrentHashMap<>();
    private final Set<Integer> deleted = ConcurrentHashMap.newKeySet();
    private final Set<Integer> archived = ConcurrentHashMap.newKeySet();
    private final Map<String, AliasTarget> aliases = new ConcurrentHashMap<>();
    private final Map<String, RegistryEvent.AliasProtected> protections = new ConcurrentHashMap<>();
    private final Map<Integer, Map<String, Optional<String>>> retagged = new ConcurrentHashMap<>();
    private final Map<Integer, List<LogEntry>> approvals = new ConcurrentHashMap<>();
    private final Map<Integer, List<LogEntry>> comments = new ConcurrentHashMap<>();
    private final Map<Integer, RegistryEvent.Validated> validations = new ConcurrentHashMap<>();
    private final Queue<RegistryEvent.Validated> reports = new ConcurrentLinkedQueue<>();
    private final Map<Integer, List<RegistryEvent.Signed>> signatures = new ConcurrentHashMap<>();
    private final Map<Integer, LogEntry> revocations = new ConcurrentHashMap<>();
    private final Map<String, OpenRollout> rollouts = new ConcurrentHashMap<>();
    private final Queue<StoredEntry> history = new ConcurrentLinkedQueue<>();
    private volatile int latest;

    /** Whom an alias points to, with the version itself, so that resolving an alias is one look-up less. */
    private record AliasTarget(int number, @Nullable RegisteredVersion version) {}

    ModelState(ModelName name) {
        this.name = name;
    }

    void apply(StoredEntry entry) {
        if (entry.isRegistration()) {
            registered.put(entry.registered(), new RegisteredVersion(entry));
            latest = Math.max(latest, entry.registered());
        } else {
            apply(entry.read());
        }
        history.add(entry);
    }

    private void apply(LogEntry entry) {
        RegistryEvent event = entry.event();
        if (event instanceof RegistryEvent.AliasMoved moved) {
            if (moved.to() == null) {
                aliases.remove(moved.alias());
            } else {
                aliases.put(moved.alias(), new AliasTarget(moved.to(), registered.get(moved.to())));
            }
        } else if (event instanceof RegistryEvent.Tagged tagged) {
            retagged.merge(
                    tagged.version(), Map.of(tagged.key(), Optional.ofNullable(tagged.value())), ModelState::changed);
        } else if (event instanceof RegistryEvent.Approved approved) {
            approvals.merge(approved.version(), List.of(entry), ModelState::joined);
        } else if (event instanceof RegistryEvent.Validated validated) {
            validations.put(validated.version(), validated);
            reports.add(validated);
        } else if (event instanceof RegistryEvent.RolloutStarted started) {
            rollouts.put(started.alias(), OpenRollout.begun(started, entry));
        } else if (event instanceof RegistryEvent.RolloutAdvanced advanced) {
            rollouts.replaceAll(
                    (alias, open) -> open.isAbout(advanced.rollout()) ? open.advanced(advanced, entry) : open);
        } else if (event instanceof RegistryEvent.RolloutPaused change) {
            rollouts.replaceAll(
                    (alias, open) -> open.isAbout(change.rollout()) ? open.paused(change.paused(), entry.at()) : open);
        } else if (event instanceof RegistryEvent.RolloutEnded ended) {
            rollouts.values().removeIf(open -> open.isAbout(ended.rollout()));
        }
        applyLifecycle(entry);
    }

    private void applyLifecycle(LogEntry entry) {
        RegistryEvent event = entry.event();
        if (event instanceof RegistryEvent.Archived change) {
            archived.add(change.version());
        } else if (event instanceof RegistryEvent.Restored change) {
            archived.remove(change.version());
        } else if (event instanceof RegistryEvent.Deleted change) {
            deleted.add(change.version());
            archived.remove(change.version());
        } else if (event instanceof RegistryEvent.AliasProtected change) {
            protections.put(change.alias(), change);
        } else if (event instanceof RegistryEvent.Commented comment) {
            comments.merge(comment.version(), List.of(entry), ModelState::joined);
        } else if (event instanceof RegistryEvent.Signed signed) {
            signatures.merge(signed.version(), List.of(signed), ModelState::joined);
        } else if (event instanceof RegistryEvent.Revoked revoked) {
            revocations.put(revoked.version(), entry);
        }
    }

    /** The model's name. */
    public ModelName name() {
        return name;
    }

    /** All versions, oldest first. */
    public List<ModelVersion> versions() {
        return numbers()
                .filter(number -> !deleted.contains(number))
                .flatMap(number -> registered(number).stream())
                .map(RegisteredVersion::get)
                .toList();
    }

    /** The version with a number. */
    public Optional<ModelVersion> version(int number) {
        return deleted.contains(number) ? Optional.empty() : registered(number).map(RegisteredVersion::get);
    }

    /** A version as it was before it was deleted. */
    public Optional<ModelVersion> deleted(int number) {
        return deleted.contains(number) ? registered(number).map(RegisteredVersion::get) : Optional.empty();
    }

    /** All versions that were deleted, as they were, oldest first. */
    public List<ModelVersion> deleted() {
        return numbers().flatMap(number -> deleted(number).stream()).toList();
    }

    /** The entry of the log that registered a version, also one that was deleted since; 0 if there is none. */
    public long sequence(int number) {
        return registered(number).map(RegisteredVersion::sequence).orElse(0L);
    }

    /** Whether a version was put aside. */
    public boolean isArchived(int number) {
        return archived.contains(number);
    }

    /** The number of the newest version, 0 if there is none. */
    public int latest() {
        return latest;
    }

    /** The version that an alias points to. */
    public Optional<ModelVersion> alias(String alias) {
        AliasTarget target = aliases.get(alias);
        return target == null || target.version == null || deleted.contains(target.number)
                ? Optional.empty()
                : Optional.of(target.version.get());
    }

    /** All aliases with the numbers they point to, in order of name. */
    public Map<String, Integer> aliases() {
        Map<String, Integer> numbers = new TreeMap<>();
        aliases.forEach((alias, target) -> numbers.put(alias, target.number));
        return Collections.unmodifiableMap(numbers);
    }

    /** What a version needs before an alias may move to it, if that was ever settled. */
    public Optional<RegistryEvent.AliasProtected> protection(String alias) {
        return Optional.ofNullable(protections.get(alias));
    }

    /** The tags of a version. */
    public Map<String, String> tags(int version) {
        Map<String, Optional<String>> changes = retagged.getOrDefault(version, Map.of());
        Map<String, String> first =
                registered(version).map(RegisteredVersion::tags).orElse(Map.of());
        return changes.isEmpty() ? first : retagged(first, changes);
    }

    /** The approvals of a version, oldest first. */
    public List<LogEntry> approvals(int version) {
        return approvals.getOrDefault(version, List.of());
    }

    /** What was said about a version, oldest first. */
    public List<LogEntry> comments(int version) {
        return comments.getOrDefault(version, List.of());
    }

    /** The signatures of a version, oldest first. */
    public List<RegistryEvent.Signed> signatures(int version) {
        return signatures.getOrDefault(version, List.of());
    }

    /** The entry that revoked a version. */
    public Optional<LogEntry> revocation(int version) {
        return Optional.ofNullable(revocations.get(version));
    }

    /** The newest validation of a version. */
    public Optional<RegistryEvent.Validated> validation(int version) {
        return Optional.ofNullable(validations.get(version));
    }

    /** All validations of all versions, oldest first. */
    public List<RegistryEvent.Validated> validations() {
        return List.copyOf(reports);
    }

    /** The rollout that is under way for an alias. */
    public Optional<OpenRollout> rollout(String alias) {
        return Optional.ofNullable(rollouts.get(alias));
    }

    /** The rollouts that are under way. */
    public List<OpenRollout> rollouts() {
        return List.copyOf(rollouts.values());
    }

    /** What the entries add up to that are dated at a time or before. */
    public ModelState asOf(Instant time) {
        ModelState then = new ModelState(name);
        history.stream().filter(entry -> !entry.read().at().isAfter(time)).forEach(then::apply);
        return then;
    }

    /** All entries about this model, oldest first. */
    public List<LogEntry> history() {
        return history.stream().map(StoredEntry::read).toList();
    }

    private Stream<Integer> numbers() {
        return registered.keySet().stream().sorted();
    }

    private Optional<RegisteredVersion> registered(int number) {
        return Optional.ofNullable(registered.get(number));
    }

    private static Map<String, Optional<String>> changed(
            Map<String, Optional<String>> before, Map<String, Optional<String>> change) {
        Map<String, Optional<String>> after = new HashMap<>(before);
        after.putAll(change);
        return Collections.unmodifiableMap(after);
    }

    private static Map<String, String> retagged(Map<String, String> before, Map<String, Optional<String>> changes) {
        Map<String, String> after = new TreeMap<>(before);
        changes.forEach(
                (key, value) -> value.ifPresentOrElse(present -> after.put(key, present), () -> after.remove(key)));
        return Collections.unmodifiableMap(after);
    }

    private static <T> List<T> joined(List<T> before, List<T> more) {
        List<T> all = new ArrayList<>(before);
        all.addAll(more);
        return List.copyOf(all);
    }
}
