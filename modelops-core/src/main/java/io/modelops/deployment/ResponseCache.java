package io.modelops.deployment;

import io.modelops.model.InvalidInputException;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.ToIntBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * How a deployment remembers answers, so that an equal input is answered without asking the model. For models that always give
 * the same answer to the same input, such as most. Immutable; each method gives a changed copy.
 *
 * <pre>{@code
 * with.responseCache(ResponseCache.<Text, Embedding>ofSize(10_000).expiringAfter(Duration.ofMinutes(10)));
 * }</pre>
 *
 * <p>An answer is remembered for the loaded version that gave it: after a swap no answer of another one is given, and a
 * challenger begins with none. Equal inputs that come at the same time are answered by one call. Failures and answers of a
 * fallback are not remembered. Each answer from the cache is a prediction like others: it has an id of its own, is observed
 * by monitors, feedback and rollouts (as having taken as long as it took to find it), and copied to shadows.
 *
 * <p>Inputs must not change once they were given, and answers not once they were returned: callers share them. An input is
 * its own key and needs {@code equals} and {@code hashCode}; arrays are compared by their content. A record with a component
 * that is an array, or a type that inherits {@code equals} from {@code Object}, needs {@link #keyedBy}.
 *
 * @param <I> the type of the inputs
 * @param <O> the type of the answers
 */
public final class ResponseCache<I, O> {
    final long maximum;
    final @Nullable ToIntBiFunction<? super I, ? super O> weigher;
    final @Nullable Duration timeToLive;
    final @Nullable Function<? super I, ?> key;

    private ResponseCache(
            long maximum,
            @Nullable ToIntBiFunction<? super I, ? super O> weigher,
            @Nullable Duration timeToLive,
            @Nullable Function<? super I, ?> key) {
        this.maximum = maximum;
        this.weigher = weigher;
        this.timeToLive = timeToLive;
        this.key = key;
    }

    /**
     * A cache for a number of answers, of all versions of the deployment together, that do not expire.
     *
     * @param answers 1 or more; about the least useful ones go when there are more
     * @param <I> the type of the inputs
     * @param <O> the type of the answers
     * @return the settings
     * @throws InvalidInputException if it is less than 1
     */
    public static <I, O> ResponseCache<I, O> ofSize(long answers) {
        return new ResponseCache<>(positive(answers), null, null, null);
    }

    /**
     * A cache for answers of a total weight, such as their size in bytes, of all versions of the deployment together.
     *
     * @param weight the greatest total weight, 1 or more
     * @param weigher gives the weight of an input and its answer, 0 or more; must not throw
     * @param <I> the type of the inputs
     * @param <O> the type of the answers
     * @return the settings
     * @throws InvalidInputException if the weight is less than 1
     */
    public static <I, O> ResponseCache<I, O> ofWeight(long weight, ToIntBiFunction<? super I, ? super O> weigher) {
        return new ResponseCache<>(positive(weight), weigher, null, null);
    }

    /**
     * Forgets answers some time after they were given.
     *
     * @param age a positive duration, by the deployer's ticker
     * @return a changed copy
     * @throws InvalidInputException if it is not positive
     */
    public ResponseCache<I, O> expiringAfter(Duration age) {
        if (age.isZero() || age.isNegative()) {
            throw new InvalidInputException(
                    "Answers can't expire after " + age + ": expected a positive duration, or no expiry at all.");
        }
        return new ResponseCache<>(maximum, weigher, age, key);
    }

    /**
     * Says what an input is recognised by.
     *
     * @param keyOf gives a value with {@code equals} and {@code hashCode} that holds all that the answer depends on, and that
     *     never changes; what it throws, the caller of {@code predict} gets
     * @return a changed copy
     */
    public ResponseCache<I, O> keyedBy(Function<? super I, ?> keyOf) {
        return new ResponseCache<>(maximum, weigher, timeToLive, keyOf);
    }

    private static long positive(long maximum) {
        if (maximum < 1) {
            throw new InvalidInputException(
                    "A response cache can't hold " + maximum + " at most: expected 1 or more, or no cache at all.");
        }
        return maximum;
    }
}
