package io.modelops.deployment.internal;

import io.modelops.spi.Inference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How calls reach a model's inference. */
interface Dispatch<I, O> {
    /**
     * Answers one input. Unchecked exceptions of the model come through as thrown.
     *
     * @param priority 1 for the first to 9 for the last
     * @throws io.modelops.model.OverloadedException if too many wait
     * @throws Exception what the model threw
     */
    @Nullable
    O answer(I input, int priority) throws Exception;

    /**
     * Hands all jobs over, or none; their outcomes come through them.
     *
     * @throws io.modelops.model.OverloadedException if there is no room for all; none was taken then
     */
    void submit(List<? extends Job<I, O>> jobs);

    /** Takes a job back that nobody has begun with. Returns false if it is too late for that. */
    boolean withdraw(Job<I, O> job);

    /**
     * Refuses a caller that would wait for itself.
     *
     * @throws io.modelops.model.PredictionException if this is one of the threads that answer
     */
    void refuseOwnThread();

    /** How many wait. */
    int queued();

    /** Runs the inputs through every inference, in all sizes of batches, so that each is warm before it serves. */
    void warmUp(List<I> inputs) throws Exception;

    /** Closes the inferences. Called once, when no call is running. */
    void close();

    /** On the caller's thread: for models whose one inference is safe for use by several threads. */
    final class OnCaller<I, O> implements Dispatch<I, O> {
        private final Inference<I, O> inference;
        private final BatchSizes sizes;
        private final BatchRun<I, O> together;
        private final Queueing queueing;

        OnCaller(Inference<I, O> inference, String name, Queueing queueing) {
            this.inference = inference;
            this.queueing = queueing;
            this.sizes = new BatchSizes(queueing.batching());
            this.together = new BatchRun<>(name, inference, sizes, queueing.ticker());
        }

        @Override
        public @Nullable O answer(I input, int priority) throws Exception {
            return inference.predict(input);
        }

        @Override
        public void submit(List<? extends Job<I, O>> jobs) {
            for (int begin = 0; begin < jobs.size(); ) {
                int end = Math.min(jobs.size(), begin + sizes.limit());
                together.runOrRefuse(jobs.subList(begin, end), queueing.ticker().getAsLong());
                begin = end;
            }
        }

        @Override
        public boolean withdraw(Job<I, O> job) {
            return false;
        }

        @Override
        public void refuseOwnThread() {}

        @Override
        public int queued() {
            return 0;
        }

        @Override
        public void warmUp(List<I> inputs) throws Exception {
            WarmUp<I, O> warmUp = new WarmUp<>(inputs, sizes);
            warmUp.run(inference, together, sizes);
            warmUp.await();
        }

        @Override
        public void close() {
            inference.close();
        }
    }
}
