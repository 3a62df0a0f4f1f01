package io.modelops.deployment.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.modelops.deployment.Batching;
import io.modelops.model.DeadlineExceededException;
import io.modelops.model.OverloadedException;
import io.modelops.model.PredictionException;
import io.modelops.spi.Inference;
import io.modelops.spi.LoadedModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkersTest {
    private final AtomicLong now = new AtomicLong();
    private final RecordingModel model = new RecordingModel();
    private @Nullable Workers<Integer, Integer> workers;

    @AfterEach
    void close() {
        model.gate.countDown();
        if (workers != null) {
            workers.close();
        }
    }

    private Workers<Integer, Integer> start(int count, Batching batching) throws Exception {
        return start(model, count, batching);
    }

    private Workers<Integer, Integer> start(LoadedModel<Integer, Integer> loaded, int count, Batching batching)
            throws Exception {
        return workers = Workers.start(loaded, "m:1", count, new Queueing(100, batching, now::get, null), Thread::new);
    }

    private List<Noted> submitted(Integer... inputs) {
        List<Noted> jobs = Stream.of(inputs).map(Noted::new).toList();
        workers.submit(jobs);
        return jobs;
    }

    /** Keeps a worker busy until the gate opens. */
    private Noted busy() throws InterruptedException {
        Noted job = submitted(0).get(0);
        model.awaitWaiting(1);
        return job;
    }

    @Test
    void submit_toAnIdleWorker_isTakenAtOnceHoweverLargeABatchMayBe() throws Exception {
        // The clock stands still: whoever waited for more would wait for ever.
        start(1, Batching.upTo(32));

        assertThat(submitted(7).get(0).answer()).isEqualTo(70);
        assertThat(workers.answer(8, 5)).isEqualTo(80);

        assertThat(model.batches).containsExactly(List.of(7), List.of(8));
    }

    @Test
    void submit_whileAllWorkersAreBusy_growsTheNextBatch() throws Exception {
        start(1, Batching.upTo(4));
        busy();
        List<Noted> jobs = new ArrayList<>();
        for (int input = 1; input <= 6; input++) {
            jobs.addAll(submitted(input));
        }

        model.gate.countDown();

        for (Noted job : jobs) {
            assertThat(job.answer()).isEqualTo(job.input() * 10);
        }
        assertThat(model.batches).containsExactly(List.of(0), List.of(1, 2, 3, 4), List.of(5, 6));
    }

    @Test
    void submit_severalInputsOfOneRequest_countsInputsNotRequests() throws Exception {
        start(1, Batching.upTo(4));
        busy();
        List<Noted> jobs = Stream.concat(submitted(1, 2, 3).stream(), submitted(4, 5, 6).stream())
                .toList();

        model.gate.countDown();

        for (Noted job : jobs) {
            assertThat(job.answer()).isEqualTo(job.input() * 10);
        }
        assertThat(model.batches).containsExactly(List.of(0), List.of(1, 2, 3, 4), List.of(5, 6));
    }

    @Test
    void submit_withADelay_leavesWhenItIsOver() throws Exception {
        start(1, Batching.upTo(4).waiting(Duration.ofMillis(1)));
        Noted job = submitted(7).get(0);

        now.set(Duration.ofMillis(1).toNanos());

        assertThat(job.answer()).isEqualTo(70);
    }

    @Test
    void submit_withADelay_leavesAtOnceWithAFullBatch() throws Exception {
        start(2, Batching.upTo(2).waiting(Duration.ofDays(1)));
        Noted first = submitted(7).get(0);
        Noted second = submitted(8).get(0);

        assertThat(first.answer()).isEqualTo(70);
        assertThat(second.answer()).isEqualTo(80);
        assertThat(model.batches).containsExactly(List.of(7, 8));
    }

    @Test
    void run_batchBetweenTwoAllowedSizes_isPaddedWithOneOfItsOwnInputs() throws Exception {
        start(1, Batching.upTo(8).paddedTo(1, 4, 8));
        List<Noted> jobs = new ArrayList<>(List.of(busy()));
        jobs.addAll(submitted(1, 2, 3));

        model.gate.countDown();

        assertThat(jobs.get(3).answer()).isEqualTo(30);
        assertThat(jobs.get(1).answer()).isEqualTo(10);
        assertThat(model.batches).containsExactly(List.of(0), List.of(1, 2, 3, 3));
    }

    @Test
    void run_oneInputWhereOneIsNotAllowed_isPadded() throws Exception {
        start(1, Batching.upTo(4).paddedTo(2, 4));

        assertThat(workers.answer(7, 5)).isEqualTo(70);
        assertThat(model.batches).containsExactly(List.of(7, 7));
    }

    @Test
    void run_batchWithABadInput_failsThatAlone() throws Exception {
        start(1, Batching.upTo(8));
        busy();
        List<Noted> jobs = submitted(1, 2, -3, 4, 5);

        model.gate.countDown();

        for (Noted job : jobs) {
            if (job.input() > 0) {
                assertThat(job.answer()).isEqualTo(job.input() * 10);
            } else {
                assertThat(job.failure())
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("below zero");
            }
        }
        assertThat(model.batches)
                .containsExactly(
                        List.of(0),
                        List.of(1, 2, -3, 4, 5),
                        List.of(1, 2),
                        List.of(-3, 4, 5),
                        List.of(-3),
                        List.of(4, 5));
    }

    @Test
    void run_batchWhoseAnswersAreTooFew_failsClearlyAndOnce() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        start(
                () -> new Inference<>() {
                    @Override
                    public Integer predict(Integer input) {
                        return 1;
                    }

                    @Override
                    public List<Integer> predictAll(List<Integer> inputs) {
                        calls.incrementAndGet();
                        return List.of(1);
                    }
                },
                1,
                Batching.upTo(4).waiting(Duration.ofDays(1)));

        for (Noted job : submitted(1, 2, 3, 4)) {
            assertThat(job.failure())
                    .isInstanceOf(PredictionException.class)
                    .hasMessageContaining("m:1 gave 1 answers to a batch of 4 inputs");
        }
        assertThat(calls).hasValue(1);
    }

    @Test
    void run_modelThatThrowsAnError_servesOn() throws Exception {
        start(
                () -> input -> {
                    if (input < 0) {
                        throw new OutOfMemoryError("too large");
                    }
                    return input;
                },
                1,
                Batching.upTo(4));

        for (int round = 0; round < 3; round++) {
            assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> workers.answer(-1, 5));
            assertThat(workers.answer(1, 5)).isEqualTo(1);
        }
    }

    @Test
    void run_jobWhoseDeadlinePassedInTheQueue_isRefusedWithoutTheModel() throws Exception {
        start(1, Batching.none());
        busy();
        Noted late = new Noted(7, 5, 1_000);
        workers.submit(List.of(late));
        now.set(1_000);

        model.gate.countDown();

        assertThat(late.failure())
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessageContaining("m:1")
                .hasMessageContaining("was not run");
        assertThat(model.batches).containsExactly(List.of(0));
    }

    @Test
    void run_whatFollowsAnAnswerThrows_theWorkerServesOn() throws Exception {
        start(1, Batching.none());
        workers.submit(List.of(new Job<>(1, 5, Job.NO_DEADLINE) {
            @Override
            protected void done(@Nullable Integer answer, @Nullable Throwable failure) {
                throw new IllegalStateException("a stranger's");
            }
        }));

        assertThat(workers.answer(2, 5)).isEqualTo(20);
    }

    @Test
    void submit_moreThanFit_isRefusedWholly() throws Exception {
        start(1, Batching.none());
        busy();
        Noted[] many = IntStream.rangeClosed(1, 101).mapToObj(Noted::new).toArray(Noted[]::new);

        assertThatExceptionOfType(OverloadedException.class)
                .isThrownBy(() -> workers.submit(List.of(many)))
                .withMessageContaining("100 requests waiting");
        assertThat(workers.queued()).isZero();
    }

    @Test
    void withdraw_jobThatWaits_isNeverRun() throws Exception {
        start(1, Batching.none());
        busy();
        List<Noted> jobs = submitted(1, 2);

        assertThat(workers.withdraw(jobs.get(0))).isTrue();
        model.gate.countDown();

        assertThat(jobs.get(1).answer()).isEqualTo(20);
        assertThat(workers.withdraw(jobs.get(1))).isFalse();
        assertThat(model.batches).containsExactly(List.of(0), List.of(2));
    }

    @Test
    void warmUp_withBatches_runsEverySizeOnEveryWorker() throws Exception {
        start(3, Batching.upTo(8).paddedTo(1, 4, 8));

        workers.warmUp(List.of(1, 2));

        assertThat(model.sizesByThread).hasSize(3);
        assertThat(model.sizesByThread.values())
                .allSatisfy(sizes -> assertThat(sizes).containsExactly(1, 1, 4, 8));
    }

    @Test
    void warmUp_withoutBatches_runsEveryInputOnEveryWorker() throws Exception {
        start(2, Batching.none());

        workers.warmUp(List.of(1, 2, 3));

        assertThat(model.sizesByThread.values())
                .hasSize(2)
                .allSatisfy(sizes -> assertThat(sizes).containsExactly(1, 1, 1));
    }

    @Test
    void warmUp_thatFails_throwsTheSame() throws Exception {
        start(2, Batching.upTo(4));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> workers.warmUp(List.of(-1)))
                .withMessage("below zero");
        assertThat(workers.answer(1, 5)).isEqualTo(10);
    }

    @Test
    void answer_onAThreadOfItsOwn_isRefusedInsteadOfHanging() throws Exception {
        start(1, Batching.none());
        CompletableFuture<Throwable> refused = new CompletableFuture<>();
        workers.submit(List.of(new Job<>(1, 5, Job.NO_DEADLINE) {
            @Override
            protected void done(@Nullable Integer answer, @Nullable Throwable failure) {
                try {
                    workers.answer(2, 5);
                } catch (Throwable thrown) {
                    refused.complete(thrown);
                }
            }
        }));

        assertThat(refused.get(30, TimeUnit.SECONDS))
                .isInstanceOf(PredictionException.class)
                .hasMessageContaining("thenApplyAsync");
    }

    @Test
    void submit_withASizeLearntFromAnObjective_growsUnderLoad() throws Exception {
        start(1, Batching.upTo(64).within(Duration.ofMillis(1)));
        busy();
        List<Noted> jobs = submitted(IntStream.rangeClosed(1, 40).boxed().toArray(Integer[]::new));

        model.gate.countDown();

        assertThat(jobs.get(39).answer()).isEqualTo(400);
        assertThat(model.batches.stream().map(List::size)).containsExactly(1, 2, 4, 8, 16, 10);
    }

    @Test
    void close_withJobsWaiting_answersThemFirst() throws Exception {
        start(1, Batching.upTo(4).waiting(Duration.ofDays(1)));
        Noted job = submitted(7).get(0);

        workers.close();

        assertThat(job.answer()).isEqualTo(70);
        await().until(() -> workers.queued() == 0);
    }
}
