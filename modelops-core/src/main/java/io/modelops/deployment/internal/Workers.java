package io.modelops.deployment.internal;

import io.modelops.model.OverloadedException;
import io.modelops.model.PredictionException;
import io.modelops.spi.Inference;
import io.modelops.spi.LoadedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fixed set of threads that own the inferences of one loaded model, one each. Native engines keep memory per thread that
 * ever called them, and their predictors are not safe for use by several threads; so callers, of whom there may be any
 * number, only hand over their input. An idle worker takes what is there at once, up to a batch; while all are busy the
 * next batch grows.
 */
final class Workers<I, O> implements Dispatch<I, O> {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

    private final String name;
    private final Queueing queueing;
    private final BatchSizes sizes;
    private final RequestQueue<I, O> queue;
    private final Spinning spinning = new Spinning();
    private final List<Worker> workers = new ArrayList<>();

    private Workers(String name, Queueing queueing) {
        this.name = name;
        this.queueing = queueing;
        this.sizes = new BatchSizes(queueing.batching());
        this.queue = new RequestQueue<>(queueing.capacity(), sizes, queueing.ticker());
    }

    /**
     * Starts the threads and creates their inferences on them.
     *
     * @throws Exception what creating an inference threw; all threads have ended then
     */
    static <I, O> Workers<I, O> start(
            LoadedModel<I, O> model, String name, int count, Queueing queueing, ThreadFactory factory)
            throws Exception {
        Workers<I, O> workers = new Workers<>(name, queueing);
        try {
            for (int index = 0; index < count; index++) {
                workers.start(model, index, factory);
            }
            for (Workers<I, O>.Worker worker : workers.workers) {
                WarmUp.await(worker.created);
            }
            return workers;
        } catch (Exception | Error failure) {
            workers.close();
            throw failure;
        }
    }

    @Override
    public @Nullable O answer(I input, int priority) throws Exception {
        refuseOwnThread();
        Handoff<I, O> job = new Handoff<>(input, priority);
        if (!queue.offer(job)) {
            throw overloaded();
        }
        return job.await(spinning);
    }

    @Override
    public void submit(List<? extends Job<I, O>> jobs) {
        if (!queue.offerAll(jobs)) {
            throw overloaded();
        }
    }

    @Override
    public boolean withdraw(Job<I, O> job) {
        return queue.withdraw(job);
    }

    @Override
    public void refuseOwnThread() {
        for (Worker worker : workers) {
            if (worker.thread == Thread.currentThread()) {
                throw new PredictionException(
                        "A worker of version " + name + " was asked to wait for its own queue, which "
                                + "may never end: do what follows an asynchronous prediction on an executor of your own, with "
                                + "thenApplyAsync(…, executor) in place of thenApply(…).");
            }
        }
    }

    @Override
    public int queued() {
        return queue.size();
    }

    @Override
    public void warmUp(List<I> inputs) throws Exception {
        List<WarmUp<I, O>> all = new ArrayList<>();
        for (Worker worker : workers) {
            WarmUp<I, O> warmUp = new WarmUp<>(inputs, sizes);
            all.add(warmUp);
            worker.errands.add(warmUp);
        }
        queue.wakeAll();
        for (WarmUp<I, O> warmUp : all) {
            warmUp.await();
        }
    }

    @Override
    public void close() {
        queue.close();
        boolean interrupted = false;
        for (Worker worker : workers) {
            while (worker.thread.isAlive()) {
                try {
                    worker.thread.join();
                } catch (InterruptedException wokenUp) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void start(LoadedModel<I, O> model, int index, ThreadFactory factory) {
        Worker worker = new Worker(model, factory);
        worker.thread.setName("modelops-" + name + "-" + index);
        workers.add(worker);
        worker.thread.start();
    }

    private OverloadedException overloaded() {
        return new OverloadedException(
                "Version " + name + " has " + queueing.capacity() + " requests waiting at most: the "
                        + "request was refused at once; send fewer, or deploy with more workers or a longer queue.");
    }

    /** One thread and its inference. */
    private final class Worker {
        private final Queue<WarmUp<I, O>> errands = new ConcurrentLinkedQueue<>();
        private final CompletableFuture<Void> created = new CompletableFuture<>();
        private final Thread thread;

        private Worker(LoadedModel<I, O> model, ThreadFactory factory) {
            this.thread = factory.newThread(() -> run(model));
        }

        private void run(LoadedModel<I, O> model) {
            Inference<I, O> inference;
            try {
                inference = model.newInference();
            } catch (Throwable failure) {
                created.completeExceptionally(failure);
                return;
            }
            created.complete(null);
            try {
                serve(inference);
            } finally {
                close(inference);
            }
        }

        private void serve(Inference<I, O> inference) {
            BatchRun<I, O> together = new BatchRun<>(name, inference, sizes, queueing.ticker());
            List<Job<I, O>> batch = new ArrayList<>();
            List<Job<I, O>> late = new ArrayList<>();
            while (queue.take(batch, late, errands)) {
                late.forEach(together::refuse);
                if (!batch.isEmpty()) {
                    runInTurn(together, batch);
                }
                for (WarmUp<I, O> errand = errands.poll(); errand != null; errand = errands.poll()) {
                    errand.run(inference, together, sizes);
                }
            }
        }

        private void runInTurn(BatchRun<I, O> together, List<Job<I, O>> batch) {
            Turns.Share share = queueing.share();
            if (share == null) {
                together.run(batch);
                return;
            }
            share.enter();
            try {
                // What came while this waited.
                queue.topUp(batch);
                together.run(batch);
            } finally {
                share.leave();
            }
        }

        private void close(Inference<I, O> inference) {
            try {
                inference.close();
            } catch (RuntimeException | Error failure) {
                LOG.warn("An inference of version {} threw when it was closed and was ignored", name, failure);
            }
        }
    }
}
