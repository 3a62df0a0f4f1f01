package io.modelops.deployment.internal;

import io.modelops.deployment.Routing;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelRef;
import io.modelops.registry.ModelRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Loads the versions that a routing names and keeps them as long as it does. A new table is published before a version that
 * it no longer names is retired; if one can't be loaded, the table stays as it was.
 */
public final class RoutedVersions<I, O> {
    private final ModelRef reference;
    private final ModelRegistry registry;
    private final Serving<I, O> serving;
    private final ReentrantLock changing = new ReentrantLock();
    private final Map<ModelRef.Numbered, Generation<I, O>> loaded = new HashMap<>();
    private boolean closed;

    public RoutedVersions(ModelRef reference, ModelRegistry registry, Serving<I, O> serving) {
        this.reference = reference;
        this.registry = registry;
        this.serving = serving;
    }

    /**
     * Loads what is new, publishes the table, and lets go of what it no longer names.
     *
     * @throws InvalidInputException if it names a version of another model
     * @throws io.modelops.model.NotFoundException if a version does not exist
     * @throws io.modelops.model.ModelLoadException if one can't be made ready; nothing has changed
     */
    public void publish(Routing<I> routing) {
        changing.lock();
        try {
            if (closed) {
                return;
            }
            Map<ModelRef.Numbered, Generation<I, O>> next = new LinkedHashMap<>();
            List<Generation<I, O>> fresh = new ArrayList<>();
            try {
                for (ModelRef.Numbered version : named(routing)) {
                    Generation<I, O> present = loaded.get(version);
                    if (present == null) {
                        present = open(version);
                        fresh.add(present);
                    }
                    next.put(version, present);
                }
            } catch (RuntimeException | Error notReady) {
                fresh.forEach(serving::leave);
                throw notReady;
            }
            serving.answerBeside(next.isEmpty() ? null : tableOf(routing, next));
            loaded.forEach((version, generation) -> {
                if (!next.containsKey(version)) {
                    serving.leave(generation);
                }
            });
            loaded.clear();
            loaded.putAll(next);
        } finally {
            changing.unlock();
        }
    }

    /** Lets go of everything. */
    public void close() {
        changing.lock();
        try {
            closed = true;
            serving.answerBeside(null);
            loaded.values().forEach(serving::leave);
            loaded.clear();
        } finally {
            changing.unlock();
        }
    }

    private List<ModelRef.Numbered> named(Routing<I> routing) {
        List<ModelRef.Numbered> versions = new ArrayList<>();
        routing.rules().forEach(rule -> versions.add(rule.version()));
        routing.challengers().forEach(share -> versions.add(share.version()));
        versions.addAll(routing.shadows());
        for (ModelRef.Numbered version : versions) {
            if (!version.model().equals(reference.model())) {
                throw new InvalidInputException("Version " + version + " can't answer for " + reference
                        + ": expected a version of the same model.");
            }
        }
        return versions.stream().distinct().toList();
    }

    private Generation<I, O> open(ModelRef.Numbered version) {
        return serving.loadBeside(registry.get(version));
    }

    private static <I, O> RouteTable<I, O> tableOf(
            Routing<I> routing, Map<ModelRef.Numbered, Generation<I, O>> loaded) {
        return new RouteTable<>(
                routing.rules().stream()
                        .map(rule -> new RouteTable.Rule<I, O>(
                                rule.fits(), Objects.requireNonNull(loaded.get(rule.version()))))
                        .toList(),
                routing.challengers().stream()
                        .map(share -> new RouteTable.Arm<>(
                                Objects.requireNonNull(loaded.get(share.version())),
                                share.weight(),
                                StickyShare.saltOf(share.version().toString())))
                        .toList(),
                routing.shadows().stream().map(loaded::get).toList());
    }
}
