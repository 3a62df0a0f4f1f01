package io.modelops.feedback;

import static io.modelops.spi.Observed.answer;
import static io.modelops.spi.Observed.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.model.ModelVersion;
import io.modelops.model.PredictionId;
import io.modelops.spi.Feedback.Outcome;
import io.modelops.spi.LabelledObservation;
import io.modelops.spi.Observer;
import io.modelops.spi.Role;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeedbackLogConcurrencyTest {
    private static final int THREADS = 8;
    private static final int PER_THREAD = 2_000;
    private static final ModelVersion CHAMPION = version(1);

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final Set<PredictionId> told = new HashSet<>();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger tellings = new AtomicInteger();
    private final AtomicInteger overlaps = new AtomicInteger();

    private final FeedbackLog<Long, Double> feedback = FeedbackLog.<Long, Double>builder()
            .history(THREADS * PER_THREAD)
            .observer(new Observer<>() {
                @Override
                public void onLabel(LabelledObservation<Long, Double> labelled) {
                    overlaps.addAndGet(inside.getAndIncrement());
                    told.add(labelled.prediction().id());
                    tellings.incrementAndGet();
                    inside.decrementAndGet();
                }
            })
            .build();

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void predictAndLabel_eightThreads_joinEachExactlyOnce() throws Exception {
        AtomicInteger joined = new AtomicInteger();
        AtomicInteger duplicates = new AtomicInteger();
        CyclicBarrier start = new CyclicBarrier(THREADS);

        inEachThread(thread -> {
            start.await();
            for (long count = 0; count < PER_THREAD; count++) {
                long id = (long) thread * PER_THREAD + count;
                feedback.onPrediction(answer(CHAMPION, id, id, 1.0));
                feedback.label(new PredictionId(1, id), 1.0);
            }
            start.await();
            for (long id = 0; id < THREADS * PER_THREAD; id++) {
                Outcome outcome = feedback.label(new PredictionId(1, id), 1.0);
                (outcome == Outcome.JOINED ? joined : duplicates).incrementAndGet();
            }
        });

        FeedbackStatus status = feedback.status();
        assertThat(status.joined()).isEqualTo(THREADS * PER_THREAD);
        assertThat(status.pending()).isZero();
        assertThat(joined).hasValue(0);
        assertThat(duplicates).hasValue(THREADS * THREADS * PER_THREAD);
        assertThat(feedback.labelled()).hasSize(THREADS * PER_THREAD);
        assertThat(told).hasSize(THREADS * PER_THREAD);
        assertThat(tellings).hasValue(THREADS * PER_THREAD);
        assertThat(overlaps).hasValue(0);
    }

    @Test
    void label_sameIdsFromAllThreads_isJoinedByOne() throws Exception {
        for (long id = 0; id < PER_THREAD; id++) {
            feedback.onPrediction(answer(CHAMPION, id, id, 1.0));
        }
        AtomicInteger joined = new AtomicInteger();
        CyclicBarrier start = new CyclicBarrier(THREADS);

        inEachThread(thread -> {
            start.await();
            for (long id = 0; id < PER_THREAD; id++) {
                if (feedback.label(new PredictionId(1, id), 1.0) == Outcome.JOINED) {
                    joined.incrementAndGet();
                }
                feedback.onPrediction(answer(version(2), Role.SHADOW, id, id, 2.0));
            }
        });

        assertThat(joined).hasValue(PER_THREAD);
        assertThat(tellings).hasValue(PER_THREAD + THREADS * PER_THREAD);
        assertThat(overlaps).hasValue(0);
    }

    private interface Work {
        void run(int thread) throws Exception;
    }

    private void inEachThread(Work work) throws Exception {
        List<Future<?>> running = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            int number = thread;
            running.add(threads.submit(() -> {
                work.run(number);
                return null;
            }));
        }
        for (Future<?> future : running) {
            future.get();
        }
    }
}
