package io.modelops.deployment.internal;

import io.modelops.deployment.CircuitBreaker;
import io.modelops.deployment.internal.jfr.Flight;
import io.modelops.event.DeploymentEvent;
import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.ModelRef;
import io.modelops.model.ModelVersion;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what happened to the versions that serve without changing which ones do. */
final class Announcements<I, O> {
    private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);

    private final ModelRef reference;
    private final PublishedRoute<I, O> published;
    private final InstantSource clock;

    Announcements(ModelRef reference, PublishedRoute<I, O> published, InstantSource clock) {
        this.reference = reference;
        this.published = published;
        this.clock = clock;
    }

    /** See {@link Serving#revokedInLog}. */
    void revokedInLog(RegistryEvent.Revoked revoked, LogEntry entry) {
        Route<I, O> present = published.route();
        if (present == null) {
            return;
        }
        Stream.of(Optional.of(present.champion()), Optional.ofNullable(present.challenger()))
                .flatMap(Optional::stream)
                .map(Generation::version)
                .filter(version -> version.model().equals(revoked.model()) && version.number() == revoked.version())
                .forEach(version -> {
                    LOG.warn(
                            "{} goes on serving version {}, which {}; point the alias to another version",
                            reference,
                            version,
                            Admission.described(entry));
                    published.news().tell(new DeploymentEvent.ServesRevoked(entry.at(), version));
                });
    }

    /** See {@link Serving#circuitChanged}. */
    void circuitChanged(ModelVersion version, CircuitBreaker.State state, String why) {
        Flight.circuit(version, state.name(), why);
        published
                .news()
                .tell(
                        switch (state) {
                            case OPEN -> new DeploymentEvent.CircuitOpened(clock.instant(), version, why);
                            case HALF_OPEN -> new DeploymentEvent.CircuitTried(clock.instant(), version, why);
                            case CLOSED -> new DeploymentEvent.CircuitClosed(clock.instant(), version, why);
                        });
    }

    /** See {@link Serving#pluginFailed}. */
    void pluginFailed(String plugin, Throwable thrown) {
        LOG.warn("{} failed while it observed {}; it was ignored", plugin, reference, thrown);
        Route<I, O> present = published.route();
        if (present != null) {
            published
                    .news()
                    .tell(new DeploymentEvent.PluginFailed(
                            clock.instant(), present.champion().version(), plugin, thrown));
        }
    }
}
