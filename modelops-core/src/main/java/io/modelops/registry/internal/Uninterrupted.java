package io.modelops.registry.internal;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs calls on daemon threads of our own. An interrupt closes the file channel that the interrupted thread uses, and
 * with it drops each lock that this process has on the file; nobody can interrupt these threads.
 */
final class Uninterrupted {
    private static final long IDLE_SECONDS = 10;
    private static final AtomicLong NUMBER = new AtomicLong();

    // As many threads as callers wait, none when nobody does.
    private static final ExecutorService THREADS = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), Uninterrupted::thread);

    private Uninterrupted() {}

    /** Something that may fail for reasons outside this process. */
    @FunctionalInterface
    interface Call<T> {
        T run() throws IOException;
    }

    /** Waits for the result of a call; an interrupt of the waiting thread is kept for later. */
    static <T> T call(Call<T> call) throws IOException {
        FutureTask<T> task = new FutureTask<>(call::run);
        THREADS.execute(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException failure) {
            throw rethrown(Objects.requireNonNullElse(failure.getCause(), failure));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static IOException rethrown(Throwable cause) {
        if (cause instanceof IOException failure) {
            return failure;
        }
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        throw new AssertionError("a call throws nothing else", cause);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(null, work, "modelops-disk-" + NUMBER.incrementAndGet(), 0, false);
        thread.setDaemon(true);
        // The application that happens to start the thread must stay collectable.
        thread.setContextClassLoader(null);
        return thread;
    }
}
