package io.modelops.deployment.internal;

import io.modelops.event.DeploymentEvent;
import io.modelops.model.ModelRef;
import io.modelops.model.ModelVersion;
import io.modelops.registry.AliasPeriod;
import io.modelops.registry.ModelRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the registry says one deployment should serve, and why it does not if that could not be made ready. */
final class AliasTarget {
    private static final Logger LOG = LoggerFactory.getLogger(AliasTarget.class);
    private static final Duration RETRY_LOAD_AFTER = Duration.ofMinutes(1);

    private final ModelRef reference;
    private final ModelRegistry registry;
    private final InstantSource clock;
    private final News news;
    private volatile @Nullable LoadFailure failure;

    private record LoadFailure(ModelVersion version, String why, Instant at) {}

    AliasTarget(ModelRef reference, ModelRegistry registry, InstantSource clock, News news) {
        this.reference = reference;
        this.registry = registry;
        this.clock = clock;
        this.news = news;
    }

    /** The version that should serve. */
    Optional<ModelVersion> version() {
        return registry.find(reference);
    }

    boolean is(ModelVersion version) {
        return version().filter(version::equals).isPresent();
    }

    boolean isServedBy(@Nullable Route<?, ?> route) {
        return route != null
                && version()
                        .filter(target -> !target.equals(route.champion().version()))
                        .isEmpty();
    }

    /** The version that should serve and does not, unless it failed to load just now. */
    Optional<ModelVersion> notServedBy(@Nullable Route<?, ?> route) {
        LoadFailure last = failure;
        if (route == null) {
            return Optional.empty();
        }
        return version()
                .filter(target -> !target.equals(route.champion().version()))
                .filter(target -> last == null || !target.equals(last.version()) || isToBeTriedAgain(last));
    }

    /** It, or what it was, could not be made ready. */
    void notReady(ModelVersion target, Throwable why) {
        Instant now = clock.instant();
        failure = new LoadFailure(target, String.valueOf(why.getMessage()), now);
        LOG.warn("{} keeps serving what it serves: {}", reference, why.getMessage(), why);
        news.tell(new DeploymentEvent.LoadFailed(now, target, why));
    }

    /** Another version serves. */
    void isServed() {
        failure = null;
    }

    /** Why it does not serve, if it failed to load. */
    @Nullable
    String whyNotReady() {
        LoadFailure last = failure;
        return last != null && is(last.version()) ? last.why() : null;
    }

    /** The version that the alias pointed to last before another one, and that may still be loaded. */
    @Nullable
    ModelVersion before(ModelVersion champion) {
        List<AliasPeriod> periods = registry.aliasHistory(reference.toString());
        for (int index = periods.size() - 1; index >= 0; index--) {
            ModelRef.Numbered earlier = periods.get(index).version();
            ModelVersion found = registry.find(earlier).orElse(null);
            if (found != null
                    && !found.equals(champion)
                    && registry.revocation(found).isEmpty()) {
                return found;
            }
        }
        return null;
    }

    private boolean isToBeTriedAgain(LoadFailure last) {
        Instant now = clock.instant();
        boolean clockWasSetBack = now.isBefore(last.at());
        return clockWasSetBack || now.isAfter(last.at().plus(RETRY_LOAD_AFTER));
    }
}
