package io.modelops.deployment;

import io.modelops.deployment.internal.LoadingThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The background threads of a deployer: a few for loads, and for each kind of work that may hang one for whoever has some, so
 * that nobody waits for another one's. Their queues take no lock on the side that hands work over.
 */
final class DeployerThreads implements AutoCloseable {
    private static final int IDLE_SECONDS = 10;

    private final @Nullable Executor given;
    private final List<ThreadPoolExecutor> own = new ArrayList<>();
    private final LoadingThreads loading;
    private final Executor closing;
    private final Executor observing;
    private final Executor observers;
    private final Executor listeners;
    private final Executor shadowing;

    DeployerThreads(DeployerBuilder builder) {
        this.given = builder.executor;
        this.loading = loadingThreads(builder.loadingThreads);
        this.closing = given != null ? given : neverRefusing(growing("modelops-closing"));
        this.observing = thread("modelops-observing");
        this.observers = given != null ? given : growing("modelops-observer");
        this.listeners = given != null ? given : neverRefusing(growing("modelops-listener"));
        this.shadowing = given != null ? given : growing("modelops-shadowing");
    }

    static ThreadFactory daemons(String name) {
        // Not that of whoever happens to need a thread first: engines look for their parts with it.
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setContextClassLoader(context);
            thread.setDaemon(true);
            return thread;
        };
    }

    LoadingThreads loading() {
        return loading;
    }

    /** Has a thread for each version that is closed: a close that hangs keeps the memory of no other one. */
    Executor closing() {
        return closing;
    }

    Executor observing() {
        return observing;
    }

    /** Has a thread for each observer that has something to do: one that hangs keeps its own and no other. */
    Executor observers() {
        return observers;
    }

    /** Has a thread for each listener that has something to be told; also after the last version was closed. */
    Executor listeners() {
        return listeners;
    }

    /** Has a thread for each version with copies to be answered: one that hangs stops no other. */
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

    private LoadingThreads loadingThreads(int count) {
        if (given != null) {
            return given::execute;
        }
        return new GrowingPool(pool("modelops-loading", count));
    }

    private Executor thread(String name) {
        return given != null ? given : pool(name, 1);
    }

    private ThreadPoolExecutor growing(String name) {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), daemons(name));
        own.add(executor);
        return executor;
    }

    private ThreadPoolExecutor pool(String name, int count) {
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(count, count, 0, TimeUnit.SECONDS, new LinkedTransferQueue<>(), daemons(name));
        own.add(executor);
        return executor;
    }

    /** Has one thread more for each load that was abandoned, so that those which hang take no place from others. */
    private record GrowingPool(ThreadPoolExecutor pool) implements LoadingThreads {
        @Override
        public void execute(Runnable load) {
            pool.execute(load);
        }

        @Override
        public void abandoned() {
            synchronized (pool) {
                int size = pool.getMaximumPoolSize() + 1;
                pool.setMaximumPoolSize(size);
                pool.setCorePoolSize(size);
            }
        }

        @Override
        public void recovered() {
            synchronized (pool) {
                int size = pool.getMaximumPoolSize() - 1;
                pool.setCorePoolSize(size);
                pool.setMaximumPoolSize(size);
            }
        }
    }
}
