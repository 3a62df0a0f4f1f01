package io.modelops.deployment.internal;

import io.modelops.deployment.internal.jfr.Flight;
import io.modelops.deployment.internal.jfr.Span;
import io.modelops.model.DeadlineExceededException;
import io.modelops.model.PredictionException;
import io.modelops.spi.Inference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs batches on one inference. A batch that fails is run again in halves, so that an input which the model can't answer
 * fails alone, after at most two runs for each of its mates.
 */
final class BatchRun<I, O> {
    private static final Logger LOG = LoggerFactory.getLogger(BatchRun.class);

    private final String version;
    private final Inference<I, O> inference;
    private final BatchSizes sizes;
    private final LongSupplier ticker;

    BatchRun(String version, Inference<I, O> inference, BatchSizes sizes, LongSupplier ticker) {
        this.version = version;
        this.inference = inference;
        this.sizes = sizes;
        this.ticker = ticker;
    }

    /** Runs jobs together and ends each. */
    void run(List<Job<I, O>> jobs) {
        if (!sizes.isLearning()) {
            runOrSplit(jobs);
            return;
        }
        long began = ticker.getAsLong();
        boolean whole = runOrSplit(jobs);
        if (whole) {
            sizes.took(jobs.size(), ticker.getAsLong() - began);
        }
    }

    /** Runs those jobs for which it is not too late. */
    void runOrRefuse(List<? extends Job<I, O>> jobs, long now) {
        List<Job<I, O>> inTime = new ArrayList<>(jobs.size());
        for (Job<I, O> job : jobs) {
            if (job.isLate(now)) {
                refuse(job);
            } else {
                inTime.add(job);
            }
        }
        if (!inTime.isEmpty()) {
            run(inTime);
        }
    }

    /** Ends a job whose deadline has passed. */
    void refuse(Job<I, O> job) {
        end(
                job,
                null,
                new DeadlineExceededException("The deadline of a request to version " + version
                        + " passed while it waited for a worker; it was not run. Give it more time, or deploy with more workers "
                        + "or batching."));
    }

    /** Answers inputs as they would be in a batch, all or none. */
    List<O> answer(List<I> inputs) throws Exception {
        int padded = sizes.padded(inputs.size());
        List<I> filled = inputs;
        if (padded > inputs.size()) {
            filled = new ArrayList<>(padded);
            filled.addAll(inputs);
            while (filled.size() < padded) {
                // A real input: an invented one might be one that the model can't answer.
                filled.add(inputs.get(inputs.size() - 1));
            }
        }
        @Nullable List<O> answers = inference.predictAll(filled);
        if (answers == null || answers.size() != padded) {
            throw new WrongNumber("Version " + version + " gave "
                    + (answers == null ? "null" : answers.size() + " answers")
                    + " to a batch of " + padded + " inputs: expected one answer for each, in the same order; mend its "
                    + "runtime or translator, or deploy it without batching.");
        }
        return answers;
    }

    private boolean runOrSplit(List<Job<I, O>> jobs) {
        if (jobs.size() == 1 && sizes.padded(1) == 1) {
            runAlone(jobs.get(0));
            return true;
        }
        List<O> answers;
        Span span = Flight.batching(version, jobs.size());
        try {
            answers = answer(inputsOf(jobs));
            span.ended(null);
        } catch (WrongNumber modelsFault) {
            span.ended(modelsFault);
            PredictionException told = new PredictionException(String.valueOf(modelsFault.getMessage()));
            jobs.forEach(job -> end(job, null, told));
            return false;
        } catch (Throwable thrown) {
            span.ended(thrown);
            if (jobs.size() == 1) {
                end(jobs.get(0), null, thrown);
                return false;
            }
            int half = jobs.size() / 2;
            runOrSplit(jobs.subList(0, half));
            runOrSplit(jobs.subList(half, jobs.size()));
            return false;
        }
        for (int index = 0; index < jobs.size(); index++) {
            end(jobs.get(index), answers.get(index), null);
        }
        return true;
    }

    private void runAlone(Job<I, O> job) {
        @Nullable O answer;
        try {
            answer = inference.predict(job.input());
        } catch (Throwable thrown) {
            end(job, null, thrown);
            return;
        }
        end(job, answer, null);
    }

    private List<I> inputsOf(List<Job<I, O>> jobs) {
        List<I> inputs = new ArrayList<>(jobs.size());
        for (Job<I, O> job : jobs) {
            inputs.add(job.input());
        }
        return inputs;
    }

    /** What waits for an outcome may be a stranger's; it must not end the worker. */
    private static <I, O> void end(Job<I, O> job, @Nullable O answer, @Nullable Throwable failure) {
        try {
            job.done(answer, failure);
        } catch (RuntimeException | Error foreign) {
            LOG.warn("What was to be done with an answer failed and was ignored", foreign);
        }
    }

    /** Not the fault of any one input, so that splitting would only hide it. */
    private static final class WrongNumber extends Exception {
        private static final long serialVersionUID = 1L;

        private WrongNumber(String message) {
            super(message);
        }
    }
}
