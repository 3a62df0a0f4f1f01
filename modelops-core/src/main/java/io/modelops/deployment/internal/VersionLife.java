package io.modelops.deployment.internal;

import io.modelops.deployment.VersionState;
import io.modelops.event.DeploymentEvent;
import io.modelops.model.ModelVersion;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The state of one version in one deployment, and since when. Takes legal steps only; one that has become illegal, because
 * another thread was faster, is refused and changes nothing.
 */
final class VersionLife {
    private final ModelVersion version;
    private final InstantSource clock;
    private final News news;
    private volatile Moment moment;

    /** Read as one value, so that a state is never shown with the time of another. */
    private record Moment(VersionState state, Instant since) {}

    VersionLife(ModelVersion version, InstantSource clock, News news) {
        this.version = version;
        this.clock = clock;
        this.news = news;
        this.moment = new Moment(VersionState.REGISTERED, clock.instant());
    }

    ModelVersion version() {
        return version;
    }

    VersionState state() {
        return moment.state();
    }

    Instant since() {
        return moment.since();
    }

    /** Goes over to a state, and says whether that was legal and new. */
    boolean enter(VersionState next) {
        Instant now = clock.instant();
        VersionState before;
        synchronized (this) {
            before = moment.state();
            if (!before.mayBecome(next)) {
                return false;
            }
            moment = new Moment(next, now);
            news.note(new DeploymentEvent.StateChanged(now, version, before.name(), next.name()));
        }
        news.tell();
        return true;
    }
}
