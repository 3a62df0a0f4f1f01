package io.modelops.deployment.internal;

import io.modelops.deployment.internal.jfr.Flight;
import io.modelops.model.ConflictException;
import io.modelops.model.ModelRef;
import io.modelops.model.ModelVersion;

/** A challenger beside the champion it may replace: what a rollout does to the route. */
public final class Trial<I, O> {
    private final ModelRef reference;
    private final PublishedRoute<I, O> published;
    private final SpareVersions<I, O> spares;
    private final Succession<I, O> succession;
    private final Generation<I, O> champion;
    private final Generation<I, O> challenger;

    Trial(
            ModelRef reference,
            PublishedRoute<I, O> published,
            SpareVersions<I, O> spares,
            Succession<I, O> succession,
            Generation<I, O> champion,
            Generation<I, O> challenger) {
        this.reference = reference;
        this.published = published;
        this.spares = spares;
        this.succession = succession;
        this.champion = champion;
        this.challenger = challenger;
    }

    /** The version that serves. */
    public ModelVersion champion() {
        return champion.version();
    }

    /**
     * Gives the challenger a share of the requests; 0 makes it a shadow.
     *
     * @throws ConflictException if another version has become the champion meanwhile
     */
    public void weigh(double weight) {
        published.lock();
        try {
            Route<I, O> present = published.route();
            if (present == null || present.champion() != champion) {
                throw new ConflictException("The rollout of " + challenger.version() + " to " + reference
                        + " can't go on: " + champion.version() + ", which it was compared with, serves no more.");
            }
            Flight.stepped(challenger.version(), weight == 0 ? "shadow" : "canary", weight);
            published.show(Route.trial(champion, challenger, weight));
        } finally {
            published.unlock();
        }
    }

    /** Makes the challenger the champion, unless following the alias has done so already. */
    public void adopt() {
        published.lock();
        try {
            Route<I, O> present = published.route();
            if (present != null && present.champion() == champion) {
                Flight.stepped(challenger.version(), "adopted", 1);
                succession.publish(Route.to(challenger), champion);
            }
        } finally {
            published.unlock();
        }
    }

    /** Whether the challenger is the champion now, by this trial or because the alias was moved to it. */
    public boolean isAdopted() {
        Route<I, O> present = published.route();
        return present != null && present.champion() == challenger;
    }

    /** Whether it still stands beside the champion that it is compared with. */
    public boolean isOn() {
        Route<I, O> present = published.route();
        return present != null && present.champion() == champion && present.challenger() == challenger;
    }

    /** Whether the deployment has stopped to serve. */
    public boolean isClosed() {
        return published.route() == null;
    }

    /** Takes the challenger away, unless it has become the champion. */
    public void dismiss() {
        published.lock();
        try {
            Route<I, O> present = published.route();
            boolean adopted = present != null && present.champion() == challenger;
            if (adopted || challenger.lease().isRetired()) {
                return;
            }
            Flight.stepped(challenger.version(), "dismissed", 0);
            if (present != null && present.challenger() == challenger) {
                published.show(Route.to(present.champion()));
            }
            spares.drain(challenger);
        } finally {
            published.unlock();
        }
    }
}
