package io.modelops.monitoring;

import io.modelops.model.ModelName;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Daemon threads for the plug-ins of one host: as many as have something to do, so that none waits for another. */
final class MonitorThreads {
    private static final int IDLE_SECONDS = 10;

    private MonitorThreads() {}

    static ExecutorService of(ModelName model) {
        // Bounded by the lanes, each of which takes one thread at a time.
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "modelops-monitor-" + model);
                    thread.setDaemon(true);
                    return thread;
                });
    }
}
