package io.modelops.deployment.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.deployment.Batching;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

class RequestQueueTest {
    private final AtomicLong now = new AtomicLong();

    private RequestQueue<Integer, Integer> queue(int capacity, Batching batching) {
        return new RequestQueue<>(capacity, new BatchSizes(batching), now::get);
    }

    private static List<Integer> taken(RequestQueue<Integer, Integer> queue) {
        List<Job<Integer, Integer>> batch = new ArrayList<>();
        queue.tryTake(batch, new ArrayList<>());
        return batch.stream().map(Job::input).toList();
    }

    @Test
    void take_severalPriorities_takesTheFirstFirstAndInsideOneInOrder() {
        RequestQueue<Integer, Integer> queue = queue(10, Batching.none());
        int[][] jobs = {{51, 5}, {91, 9}, {11, 1}, {52, 5}, {12, 1}, {53, 5}};
        for (int[] job : jobs) {
            queue.offer(new Noted(job[0], job[1], Job.NO_DEADLINE));
        }

        assertThat(IntStream.range(0, jobs.length).boxed().flatMap(turn -> taken(queue).stream()))
                .containsExactly(11, 12, 51, 52, 53, 91);
        assertThat(taken(queue)).isEmpty();
    }

    @Test
    void take_batchOverPriorities_isFilledInTheirOrder() {
        RequestQueue<Integer, Integer> queue = queue(10, Batching.upTo(3));
        queue.offer(new Noted(91, 9, Job.NO_DEADLINE));
        queue.offer(new Noted(51, 5, Job.NO_DEADLINE));
        queue.offer(new Noted(92, 9, Job.NO_DEADLINE));
        queue.offer(new Noted(11, 1, Job.NO_DEADLINE));

        assertThat(taken(queue)).containsExactly(11, 51, 91);
        assertThat(taken(queue)).containsExactly(92);
    }

    @Test
    void offer_byManyThreadsAtOnce_admitsExactlyWhatFits() throws InterruptedException {
        RequestQueue<Integer, Integer> queue = queue(100, Batching.none());
        AtomicInteger admitted = new AtomicInteger();
        Thread[] threads = new Thread[8];
        for (int index = 0; index < threads.length; index++) {
            threads[index] = new Thread(() -> {
                for (int request = 0; request < 1_000; request++) {
                    if (queue.offer(new Noted(request))) {
                        admitted.incrementAndGet();
                    }
                }
            });
            threads[index].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(admitted).hasValue(100);
        assertThat(queue.size()).isEqualTo(100);
    }

    @Test
    void offerAll_moreThanFit_addsNone() {
        RequestQueue<Integer, Integer> queue = queue(3, Batching.none());
        queue.offer(new Noted(1));

        assertThat(queue.offerAll(List.of(new Noted(2), new Noted(3), new Noted(4))))
                .isFalse();
        assertThat(queue.size()).isEqualTo(1);
        assertThat(queue.offerAll(List.of(new Noted(2), new Noted(3)))).isTrue();
        assertThat(queue.size()).isEqualTo(3);
    }

    @Test
    void withdraw_fromAnyPlace_freesItOnce() {
        RequestQueue<Integer, Integer> queue = queue(3, Batching.upTo(3));
        List<Noted> jobs = List.of(new Noted(1), new Noted(2), new Noted(3));
        jobs.forEach(queue::offer);

        assertThat(queue.withdraw(jobs.get(1))).isTrue();
        assertThat(queue.withdraw(jobs.get(1))).isFalse();
        assertThat(queue.offer(new Noted(4))).isTrue();
        assertThat(queue.withdraw(jobs.get(0))).isTrue();
        assertThat(taken(queue)).containsExactly(3, 4);
        assertThat(queue.withdraw(jobs.get(2))).isFalse();
    }

    @Test
    void take_jobWhoseDeadlinePassed_isHandedOutApart() {
        RequestQueue<Integer, Integer> queue = queue(10, Batching.upTo(2));
        queue.offer(new Noted(1, 5, 100));
        queue.offer(new Noted(2));
        queue.offer(new Noted(3, 5, 101));
        now.set(100);
        List<Job<Integer, Integer>> batch = new ArrayList<>();
        List<Job<Integer, Integer>> late = new ArrayList<>();

        queue.tryTake(batch, late);

        assertThat(batch).extracting(Job::input).containsExactly(2, 3);
        assertThat(late).extracting(Job::input).containsExactly(1);
        assertThat(queue.size()).isZero();
    }

    @Test
    void take_withADelay_waitsUntilItIsOverOrTheBatchIsFull() {
        RequestQueue<Integer, Integer> queue = queue(10, Batching.upTo(3).waiting(Duration.ofNanos(1_000)));
        queue.offer(new Noted(1));
        now.set(400);
        queue.offer(new Noted(2));

        assertThat(queue.tryTake(new ArrayList<>(), new ArrayList<>())).isEqualTo(600);
        queue.offer(new Noted(3));
        assertThat(taken(queue)).containsExactly(1, 2, 3);

        queue.offer(new Noted(4));
        now.set(1_399);
        assertThat(taken(queue)).isEmpty();
        now.set(1_400);
        assertThat(taken(queue)).containsExactly(4);
    }

    @Test
    void take_withADelayAndADeadline_waitsForHalfOfTheTimeThatIsLeft() {
        RequestQueue<Integer, Integer> queue = queue(10, Batching.upTo(3).waiting(Duration.ofNanos(1_000)));
        queue.offer(new Noted(1, 5, 100));

        assertThat(queue.tryTake(new ArrayList<>(), new ArrayList<>())).isEqualTo(50);
        now.set(50);
        assertThat(taken(queue)).containsExactly(1);
    }

    @Test
    void take_withADelayAndAPreferredSize_leavesWithThatAtOnce() {
        RequestQueue<Integer, Integer> queue =
                queue(10, Batching.upTo(8).preferring(2, 4).waiting(Duration.ofNanos(1_000)));
        IntStream.rangeClosed(1, 5).forEach(input -> queue.offer(new Noted(input)));

        assertThat(taken(queue)).containsExactly(1, 2, 3, 4);
        assertThat(taken(queue)).isEmpty();
        now.set(1_000);
        assertThat(taken(queue)).containsExactly(5);
    }

    @Test
    void take_afterClose_givesTheRestWithoutDelay() {
        RequestQueue<Integer, Integer> queue = queue(10, Batching.upTo(3).waiting(Duration.ofSeconds(1)));
        queue.offer(new Noted(1));
        queue.close();

        assertThat(taken(queue)).containsExactly(1);
        assertThat(queue.take(new ArrayList<>(), new ArrayList<>(), new ArrayDeque<>()))
                .isFalse();
    }

    /** A queue of two places, used by several threads: every interleaving is explored by a model checker. */
    public static class Shared {
        private final RequestQueue<Integer, Integer> queue =
                new RequestQueue<>(2, new BatchSizes(Batching.none()), () -> 0);
        private final Noted first = new Noted(1);

        public Shared() {
            queue.offer(first);
        }

        @Operation
        public boolean offer() {
            return queue.offer(new Noted(2));
        }

        @Operation
        public boolean withdrawFirst() {
            return queue.withdraw(first);
        }

        @Operation
        public String take() {
            return taken(queue).toString();
        }
    }

    /** What that looks like when nothing overlaps. */
    public static class InTurn {
        private final List<Integer> waiting = new ArrayList<>(List.of(1));

        public boolean offer() {
            return waiting.size() < 2 && waiting.add(2);
        }

        public boolean withdrawFirst() {
            return waiting.remove((Integer) 1);
        }

        public String take() {
            return waiting.isEmpty() ? "[]" : List.of(waiting.remove(0)).toString();
        }
    }

    @Test
    void offerTakeAndWithdraw_inEveryInterleaving_areLikeInTurn() {
        new ModelCheckingOptions()
                .iterations(10)
                .invocationsPerIteration(300)
                .threads(2)
                .actorsPerThread(2)
                .sequentialSpecification(InTurn.class)
                .check(Shared.class);
    }
}
