package io.modelops.deployment.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class SerialQueueTest {
    private final List<String> consumed = new ArrayList<>();

    @Test
    void offer_toAConsumerThatThrows_goesOnWithTheNext() {
        SerialQueue<String> queue = new SerialQueue<>(10, Runnable::run, item -> {
            if (item.equals("bad")) {
                throw new StackOverflowError("too deep");
            }
            consumed.add(item);
        });

        queue.offer("bad");
        queue.offer("good");

        assertThat(consumed).containsExactly("good");
        assertThat(queue.size()).isZero();
    }

    @Test
    void offer_toAnExecutorThatRefuses_countsAndTriesAgainWithTheNext() {
        AtomicBoolean full = new AtomicBoolean(true);
        SerialQueue<String> queue = new SerialQueue<>(
                10,
                task -> {
                    if (full.get()) {
                        throw new RejectedExecutionException("full");
                    }
                    task.run();
                },
                consumed::add);

        queue.offer("lost");
        assertThat(queue.dropped()).isEqualTo(1);
        assertThat(queue.size()).isZero();
        full.set(false);
        queue.offer("consumed");

        assertThat(consumed).containsExactly("consumed");
    }

    @Test
    void offer_beyondTheCapacity_isCountedAndDropped() {
        Queue<Runnable> later = new ArrayDeque<>();
        SerialQueue<String> queue = new SerialQueue<>(2, later::add, consumed::add);

        List.of("a", "b", "c").forEach(queue::offer);
        later.remove().run();

        assertThat(consumed).containsExactly("a", "b");
        assertThat(queue.dropped()).isEqualTo(1);
    }
}
