package io.modelops.deployment.internal;

import io.modelops.deployment.CircuitBreaker;
import io.modelops.deployment.DeploymentStatus.VersionStatus;
import io.modelops.deployment.VersionState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Describes the versions of one deployment at one moment. */
final class StatusView<I, O> {
    private final PublishedRoute<I, O> published;
    private final SpareVersions<I, O> spares;
    private final List<VersionLoads<I, O>> loads;

    StatusView(PublishedRoute<I, O> published, SpareVersions<I, O> spares, List<VersionLoads<I, O>> loads) {
        this.published = published;
        this.spares = spares;
        this.loads = loads;
    }

    /** All that are in memory or being loaded; the active one first. */
    List<VersionStatus> versions() {
        List<VersionStatus> versions = new ArrayList<>();
        Route<I, O> present = published.route();
        if (present != null) {
            addRouted(present, versions);
        }
        Generation<I, O> warm = spares.warm();
        if (warm != null) {
            versions.add(described(warm, VersionState.READY, 0));
        }
        Generation<I, O> older = spares.older();
        if (older != null) {
            versions.add(described(older, VersionState.READY, 0));
        }
        for (VersionLoads<I, O> those : loads) {
            those.all().forEach(load -> versions.add(described(load.life())));
        }
        for (Draining.Replaced<I, O> replaced : spares.draining().all()) {
            Generation<I, O> generation = replaced.generation();
            if (present == null || generation != present.champion()) {
                versions.add(described(generation, generation.life().state(), 0));
            }
        }
        return versions;
    }

    private void addRouted(Route<I, O> present, List<VersionStatus> versions) {
        Generation<I, O> challenger = present.challenger();
        Generation<I, O> champion = present.champion();
        VersionState role = champion.lease().isRetired() ? champion.life().state() : VersionState.ACTIVE;
        RouteTable<I, O> others = present.table();
        double rest = others == null ? 1 : others.rest();
        versions.add(described(champion, role, rest * (1 - present.weight())));
        if (challenger != null) {
            VersionState state = present.isShadowing() ? VersionState.SHADOW : VersionState.CANARY;
            versions.add(described(challenger, state, rest * present.weight()));
        }
        if (others != null) {
            others.weights().forEach((beside, weight) -> versions.add(described(beside, VersionState.CANARY, weight)));
            others.shadows().forEach(beside -> versions.add(described(beside, VersionState.SHADOW, 0)));
        }
    }

    static VersionStatus described(Generation<?, ?> generation, VersionState state, double weight) {
        VersionMetrics metrics = generation.metrics();
        VersionMetrics.Percentiles latency =
                metrics == null ? new VersionMetrics.Percentiles(0, 0) : metrics.percentiles();
        CircuitBreaker breaker = generation.breaker();
        return new VersionStatus(
                generation.version(),
                state,
                generation.life().since(),
                weight,
                generation.lease().holders(),
                generation.queued(),
                generation.lease().numbered(),
                generation.errors(),
                Duration.ofNanos(latency.p50Nanos()),
                Duration.ofNanos(latency.p99Nanos()),
                generation.memory().all(),
                generation.memory().retained(),
                breaker == null ? null : breaker.state());
    }

    static VersionStatus described(VersionLife life) {
        return new VersionStatus(
                life.version(),
                life.state(),
                life.since(),
                0,
                0,
                0,
                0,
                0,
                Duration.ZERO,
                Duration.ZERO,
                0,
                OptionalLong.empty(),
                null);
    }
}
