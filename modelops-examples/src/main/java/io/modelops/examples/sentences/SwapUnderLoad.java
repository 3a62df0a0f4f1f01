package io.modelops.examples.sentences;

import io.modelops.deployment.Deployment;
import io.modelops.deployment.Prediction;
import io.modelops.model.ModelVersion;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/** Threads that go on asking while the model is replaced, and count who answered. */
final class SwapUnderLoad {
    private static final int ENOUGH_ANSWERS = 50;
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Deployment<Sentence, Embedding> deployment;
    private final List<Thread> threads;
    private final Map<Integer, LongAdder> answers = new ConcurrentHashMap<>();
    private final LongAdder failed = new LongAdder();
    private volatile boolean stopped;

    private SwapUnderLoad(int callers, Deployment<Sentence, Embedding> deployment) {
        this.deployment = deployment;
        this.threads = IntStream.range(0, callers)
                .mapToObj(caller -> new Thread(this::call, "caller-" + caller))
                .toList();
    }

    static SwapUnderLoad start(int callers, Deployment<Sentence, Embedding> deployment) {
        SwapUnderLoad load = new SwapUnderLoad(callers, deployment);
        load.threads.forEach(Thread::start);
        return load;
    }

    private void call() {
        for (int request = 0; !stopped; request++) {
            SentencePair pair = SentencePair.EXAMPLES.get(request % SentencePair.EXAMPLES.size());
            try {
                Prediction<Embedding> answer = deployment.predict(pair.sentence());
                answers.computeIfAbsent(answer.version().number(), version -> new LongAdder())
                        .increment();
            } catch (RuntimeException failure) {
                failed.increment();
            }
        }
    }

    /** Stops when a version has answered a good number of requests, or can't be waited for any longer. */
    void untilAnsweredBy(ModelVersion version) throws InterruptedException {
        long began = System.nanoTime();
        while (answersOf(version.number()) < ENOUGH_ANSWERS && System.nanoTime() - began < LONGEST_NANOS) {
            threads.get(0).join(10);
        }
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    long answersOf(int version) {
        LongAdder count = answers.get(version);
        return count == null ? 0 : count.sum();
    }

    long failed() {
        return failed.sum();
    }
}
