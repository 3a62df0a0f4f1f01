package io.modelops.deployment.internal;

import io.modelops.model.OverloadedException;
import io.modelops.spi.Inference;
import io.modelops.spi.LoadedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fixed set of threads that own the inferences of one loaded model, one each. Native engines keep memory per thread that
 * ever called them, and their predictors are not safe for use by several threads; so callers, of whom there may be any
 * number, only hand over their input and wait.
 */
final class Workers<I, O> implements Dispatch<I, O> {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

    private final String name;
    private final int capacity;
    private final LinkedTransferQueue<Job<I, O>> jobs = new LinkedTransferQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();

    private Workers(String name, int capacity) {
        this.name = name;
        this.capacity = capacity;
    }

    /**
     * Starts the threads and creates their inferences on them.
     *
     * @throws Exception what creating an inference threw; all threads have ended then
     */
    static <I, O> Workers<I, O> start(
            LoadedModel<I, O> model, String name, int count, int capacity, ThreadFactory factory) throws Exception {
        Workers<I, O> workers = new Workers<>(name, capacity);
        List<Job<I, O>> ready = new ArrayList<>();
        try {
            for (int index = 0; index < count; index++) {
                Job<I, O> created = Job.signal();
                Thread thread = factory.newThread(() -> workers.run(model, created));
                thread.setName("modelops-" + name + "-" + index);
                workers.threads.add(thread);
                ready.add(created);
                thread.start();
            }
            for (Job<I, O> created : ready) {
                created.await();
            }
            return workers;
        } catch (Exception | Error failure) {
            workers.close();
            throw failure;
        }
    }

    @Override
    public @Nullable O answer(I input) throws Exception {
        if (queued.incrementAndGet() > capacity) {
            queued.decrementAndGet();
            throw new OverloadedException("Version " + name + " has " + capacity + " requests waiting: the request was "
                    + "refused at once; send fewer, or deploy with more workers or a longer queue.");
        }
        Job<I, O> job = new Job<>(input, null);
        jobs.add(job);
        return job.await();
    }

    @Override
    public int queued() {
        return Math.min(capacity, queued.get());
    }

    @Override
    public void warmUp(List<I> inputs) throws Exception {
        // As many jobs as threads, each waiting for the others to be taken: so every thread gets every input.
        for (I input : inputs) {
            List<Job<I, O>> round = new ArrayList<>();
            CyclicBarrier everybody = new CyclicBarrier(threads.size());
            for (int index = 0; index < threads.size(); index++) {
                Job<I, O> job = new Job<>(input, everybody);
                round.add(job);
                queued.incrementAndGet();
                jobs.add(job);
            }
            for (Job<I, O> job : round) {
                job.await();
            }
        }
    }

    @Override
    public void close() {
        for (int index = 0; index < threads.size(); index++) {
            jobs.add(Job.signal());
        }
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException wokenUp) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(LoadedModel<I, O> model, Job<I, O> created) {
        Inference<I, O> inference;
        try {
            inference = model.newInference();
        } catch (Throwable failure) {
            created.complete(null, failure);
            return;
        }
        created.complete(null, null);
        try {
            serve(inference);
        } finally {
            close(inference);
        }
    }

    private void serve(Inference<I, O> inference) {
        while (true) {
            Job<I, O> job;
            try {
                job = jobs.take();
            } catch (InterruptedException notOurs) {
                // Somebody interrupted a thread that is ours; its queue still has to be served.
                continue;
            }
            if (job.isSignal()) {
                return;
            }
            queued.decrementAndGet();
            job.run(inference);
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
