package io.modelops.registry.internal;

import java.util.concurrent.ScheduledThreadPoolExecutor;

/** A thread for one subscription that was given none. */
public final class OwnThread {
    private OwnThread() {}

    /** Starts an executor of one daemon thread, which does nothing any more once it is shut down. */
    public static ScheduledThreadPoolExecutor start() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "modelops-subscription");
            thread.setDaemon(true);
            return thread;
        });
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }
}
