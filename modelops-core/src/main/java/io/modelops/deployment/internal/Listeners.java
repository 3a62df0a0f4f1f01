package io.modelops.deployment.internal;

import io.modelops.event.DeploymentEvent;
import io.modelops.event.EventListener;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All listeners of one deployer, each guarded: what one throws is counted, and the others are told all the same. */
public final class Listeners {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final List<EventListener> all;
    private final LongAdder failures = new LongAdder();

    public Listeners(List<EventListener> listeners) {
        this.all = List.copyOf(listeners);
    }

    /** Tells all of them. */
    public void tell(DeploymentEvent event) {
        LOG.debug("{}", event);
        for (EventListener listener : all) {
            try {
                listener.on(event);
            } catch (RuntimeException | Error failure) {
                failures.increment();
                LOG.warn("A listener threw on {} and was ignored", event, failure);
            }
        }
    }

    /** How often one of them threw. */
    public long failures() {
        return failures.sum();
    }
}
