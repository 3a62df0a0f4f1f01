package io.modelops.deployment.internal;

import io.modelops.deployment.internal.jfr.Flight;
import io.modelops.deployment.internal.jfr.Span;
import io.modelops.event.DeploymentEvent;
import io.modelops.model.ModelRef;
import io.modelops.model.ModelVersion;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How versions of one deployment come into memory, and what is said and kept of them when they leave it. */
final class VersionOpening<I, O> {
    private static final Logger LOG = LoggerFactory.getLogger(VersionOpening.class);

    private final ModelRef reference;
    private final ServingParts parts;
    private final Opener.Settings<I, O> settings;
    private final Opener.Room room;
    private final Companion<I, O> companion;
    private final SpareVersions<I, O> spares;
    private final News news;
    private final EndedVersions ended;

    VersionOpening(
            ModelRef reference,
            ServingParts parts,
            Opener.Settings<I, O> settings,
            Opener.Room room,
            Companion<I, O> companion,
            SpareVersions<I, O> spares,
            News news,
            EndedVersions ended) {
        this.reference = reference;
        this.parts = parts;
        this.settings = settings;
        this.room = room;
        this.companion = companion;
        this.spares = spares;
        this.news = news;
        this.ended = ended;
    }

    /** Loads that share nothing with those of others. */
    VersionLoads<I, O> loads(Lifecycle lifecycle) {
        return new VersionLoads<>(
                parts,
                lifecycle.loadTimeout(),
                this::open,
                news,
                unwanted -> spares.draining().add(unwanted, now()),
                failed -> ended.add(StatusView.described(failed)));
    }

    /** Loads the version that served before the one that serves now, because after a start it is not in memory. */
    @SuppressWarnings("FutureReturnValueIgnored") // what is registered here does not throw
    void openOlder(ModelVersion champion, AliasTarget target, VersionLoads<I, O> loads) {
        ModelVersion older = target.before(champion);
        if (older == null) {
            return;
        }
        Load<I, O> load = loads.request(older);
        load.result().whenComplete((ready, failed) -> {
            if (ready == null) {
                LOG.warn("{} has no older version to fall back to: {}", reference, failed.getMessage());
                news.tell(new DeploymentEvent.LoadFailed(now(), older, failed));
            } else if (!spares.keepOlder(ready)) {
                loads.leave(load);
            }
        });
    }

    private Generation<I, O> open(ModelVersion version, Opener.Progress progress) {
        Span span = Flight.loading(version);
        try {
            Generation<I, O> ready = parts.opener().open(version, settings, room, progress, this::closed);
            companion.ready().accept(ready);
            span.ended(null);
            return ready;
        } catch (RuntimeException | Error notReady) {
            span.ended(notReady);
            throw notReady;
        }
    }

    private void closed(Generation<I, O> generation) {
        spares.draining().remove(generation);
        ended.add(StatusView.described(generation, generation.life().state(), 0));
        companion.closed().accept(generation);
        news.tell(new DeploymentEvent.Closed(
                now(), generation.version(), generation.lease().numbered()));
        generation
                .memory()
                .retained()
                .ifPresent(bytes -> news.tell(new DeploymentEvent.Retained(now(), generation.version(), bytes)));
    }

    private Instant now() {
        return parts.clock().instant();
    }
}
