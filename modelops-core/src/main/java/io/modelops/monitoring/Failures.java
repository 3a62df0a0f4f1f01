package io.modelops.monitoring;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what plug-ins throw and tells whoever wants to know. Safe for use by several threads. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(MonitorHost.class);

    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final BiConsumer<? super String, ? super Throwable> handler;

    Failures(BiConsumer<? super String, ? super Throwable> handler) {
        this.handler = handler;
    }

    void add(String plugin, Throwable thrown, boolean switchedOff) {
        synchronized (this) {
            counts.merge(plugin, 1L, Long::sum);
        }
        if (switchedOff) {
            LOG.warn(
                    "Monitor {} is switched off: it failed again and again, hung, or ran out of memory.",
                    plugin,
                    thrown);
        }
        try {
            handler.accept(plugin, thrown);
        } catch (Throwable second) {
            LOG.warn("The handler of failed plug-ins threw while it was told of {}.", plugin, second);
        }
    }

    synchronized long count(String plugin) {
        return counts.getOrDefault(plugin, 0L);
    }

    synchronized Map<String, Long> counts() {
        return new LinkedHashMap<>(counts);
    }
}
