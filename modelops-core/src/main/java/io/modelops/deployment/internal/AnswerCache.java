package io.modelops.deployment.internal;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ToIntBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The answers of loaded versions by input. The first of equal inputs that come at once is the leader and asks the model; the
 * others wait for its answer as they would wait for the model.
 */
public final class AnswerCache<I, O> {
    private final ConcurrentMap<Key, CompletableFuture<O>> answers;
    private final Function<? super I, ?> keyOf;
    private final boolean weighs;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    /** A loaded version and what the input is recognised by. The input itself is there to be weighed only. */
    private record Key(
            long origin, Object recognised, @Nullable Object input) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && origin == key.origin && recognised.equals(key.recognised);
        }

        @Override
        public int hashCode() {
            return Long.hashCode(origin) * 31 + recognised.hashCode();
        }
    }

    /** A call that is to give the answer. */
    public final class Leading extends CompletableFuture<O> {
        private final Thread leader = Thread.currentThread();
        private final Key key;

        private Leading(Key key) {
            this.key = key;
        }

        /** Gives the answer to all who wait, and to those who come later. */
        public void answered(O answer) {
            complete(answer);
        }

        /** Sends those who wait to ask for themselves. */
        public void gaveUp() {
            answers.remove(key, this);
            cancel(false);
        }
    }

    /** Either an answer that is known, or the duty to give it, or neither. */
    public record Found<I, O>(@Nullable O answer, AnswerCache<I, O>.@Nullable Leading leading) {}

    /** @param key what an input is recognised by, or null for the input itself */
    public AnswerCache(
            Class<I> inputType,
            @Nullable Function<? super I, ?> key,
            long maximum,
            @Nullable ToIntBiFunction<? super I, ? super O> weigher,
            @Nullable Duration timeToLive,
            LongSupplier ticker) {
        this.keyOf = key == null ? InputKey.of(inputType) : key;
        Caffeine<Object, Object> bounded =
                Caffeine.newBuilder().ticker(ticker::getAsLong).executor(Runnable::run);
        if (timeToLive != null) {
            bounded.expireAfterWrite(timeToLive);
        }
        AsyncCache<Key, O> cache = weigher == null
                ? bounded.maximumSize(maximum).buildAsync()
                : bounded.maximumWeight(maximum)
                        .weigher((Key weighed, O answer) -> weigh(weigher, inputType, weighed, answer))
                        .buildAsync();
        this.answers = cache.asMap();
        this.weighs = weigher != null;
    }

    /** Looks for the answer that a loaded version gave to an equal input; waits if it is being given. */
    public Found<I, O> find(long origin, I input) {
        Key key = key(origin, input);
        CompletableFuture<O> there = answers.get(key);
        if (there == null) {
            Leading leading = new Leading(key);
            there = answers.putIfAbsent(key, leading);
            if (there == null) {
                misses.increment();
                return new Found<>(null, leading);
            }
        }
        O answer = await(there);
        (answer == null ? misses : hits).increment();
        return new Found<>(answer, null);
    }

    /** The answer that a loaded version gave to an equal input, for a caller that can't wait for one that is being given. */
    public @Nullable O known(long origin, I input) {
        CompletableFuture<O> there = answers.get(key(origin, input));
        O answer = there == null || there.isCompletedExceptionally() ? null : there.getNow(null);
        (answer == null ? misses : hits).increment();
        return answer;
    }

    /** Remembers an answer, unless somebody else gives one. */
    public void learn(long origin, I input, O answer) {
        answers.putIfAbsent(key(origin, input), CompletableFuture.completedFuture(answer));
    }

    /** Forgets the answers of a version. */
    public void forget(long origin) {
        answers.keySet().removeIf(key -> key.origin() == origin);
    }

    /** How many inputs were answered from here. */
    public long hits() {
        return hits.sum();
    }

    /** How many were not. */
    public long misses() {
        return misses.sum();
    }

    /** How many answers there are. */
    public long entries() {
        return answers.size();
    }

    private Key key(long origin, I input) {
        Object recognised = Objects.requireNonNull(keyOf.apply(input), "The key of an input is null");
        return new Key(origin, recognised, weighs ? input : null);
    }

    private @Nullable O await(CompletableFuture<O> there) {
        if (there instanceof AnswerCache<?, ?>.Leading leading
                && !there.isDone()
                && leading.leader == Thread.currentThread()) {
            // The model or a fallback asks the deployment the same again: to wait would be to wait for ever.
            return null;
        }
        try {
            return there.join();
        } catch (CompletionException | CancellationException gaveUp) {
            return null;
        }
    }

    private static <I, O> int weigh(
            ToIntBiFunction<? super I, ? super O> weigher, Class<I> inputType, Key key, O answer) {
        return Math.max(0, weigher.applyAsInt(inputType.cast(Objects.requireNonNull(key.input())), answer));
    }
}
