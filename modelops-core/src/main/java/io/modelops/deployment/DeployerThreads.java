package io.modelops.deployment;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The background threads of a deployer, one for each kind of work, so that a slow load delays no close and a slow monitor
 * no shadow. Their queues take no lock on the side that hands work over.
 */
final class DeployerThreads implements AutoCloseable {
    private final @Nullable Executor given;
    private final List<ThreadPoolExecutor> own = new ArrayList<>();
    private final Executor loading;
    private final Executor closing;
    private final Executor observing;
    private final Executor shadowing;

    DeployerThreads(DeployerBuilder builder) {
        this.given = builder.executor;
        this.loading = thread("modelops-loading");
        this.closing = neverRefusing(thread("modelops-closing"));
        this.observing = thread("modelops-observing");
        this.shadowing = thread("modelops-shadowing");
    }

    static ThreadFactory daemons(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    Executor loading() {
        return loading;
    }

    Executor closing() {
        return closing;
    }

    Executor observing() {
        return observing;
    }

    Executor shadowing() {
        return shadowing;
    }

    /** Lets the threads end what they have begun and stops them. */
    @Override
    public void close() {
        own.forEach(ThreadPoolExecutor::shutdown);
    }

    /** What is in use after the deployer was closed is freed by its last user, who must not see that as an error. */
    private static Executor neverRefusing(Executor executor) {
        return task -> {
            try {
                executor.execute(task);
            } catch (RejectedExecutionException shutDown) {
                daemons("modelops-closing").newThread(task).start();
            }
        };
    }

    private Executor thread(String name) {
        if (given != null) {
            return given;
        }
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedTransferQueue<>(), daemons(name));
        own.add(executor);
        return executor;
    }
}
