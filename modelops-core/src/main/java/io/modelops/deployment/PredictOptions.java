package io.modelops.deployment;

import io.modelops.model.InvalidInputException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one request asks for besides an answer. Immutable.
 *
 * <pre>{@code
 * churn.predict(customer, PredictOptions.standard().within(Duration.ofMillis(50)).forKey(customer.id()));
 * }</pre>
 *
 * @param key who asks; equal keys get the same version while weights stay, in every process; null for nobody in particular
 * @param deadline how long the answer may take, from the call on, waiting included; null for as long as it takes
 * @param priority 1 for the first to 9 for the last; requests of one level are taken in the order they came
 */
public record PredictOptions(
        @Nullable CharSequence key, @Nullable Duration deadline, int priority) {
    /** The priority that is taken before all others. */
    public static final int FIRST = 1;

    /** The priority of requests that ask for none. */
    public static final int USUAL = 5;

    /** The priority that is taken when nothing else waits. */
    public static final int LAST = 9;

    private static final PredictOptions STANDARD = new PredictOptions(null, null, USUAL);

    /**
     * Checks the options.
     *
     * @param key who asks, or null
     * @param deadline how long the answer may take, or null
     * @param priority 1 for the first to 9 for the last
     * @throws InvalidInputException if the deadline is not positive or there is no such priority
     */
    public PredictOptions {
        if (deadline != null && (deadline.isNegative() || deadline.isZero())) {
            throw new InvalidInputException(
                    "A request can't be answered within " + deadline + ": expected a positive duration.");
        }
        if (priority < FIRST || priority > LAST) {
            throw new InvalidInputException("There is no priority " + priority + ": expected " + FIRST
                    + ", which is taken first, to " + LAST + ".");
        }
    }

    /**
     * No key, no deadline, the usual priority.
     *
     * @return the options
     */
    public static PredictOptions standard() {
        return STANDARD;
    }

    /**
     * Says who asks.
     *
     * @param key such as a customer's id
     * @return these options with it
     */
    public PredictOptions forKey(CharSequence key) {
        return new PredictOptions(key, deadline, priority);
    }

    /**
     * Says how long the answer may take. A request that still waits for a worker when the time is over is taken out of the
     * queue and fails; one that the model is at work on fails for its caller, and the model goes on with it, because
     * native code can't be interrupted. On models that run on the caller's thread only the beginning is checked.
     *
     * @param deadline positive, from the call on
     * @return these options with it
     * @throws InvalidInputException if it is not positive
     */
    public PredictOptions within(Duration deadline) {
        return new PredictOptions(key, deadline, priority);
    }

    /**
     * Says which requests are to be taken before which when workers are busy. A steady stream of earlier ones can keep
     * later ones waiting; give those a deadline.
     *
     * @param priority {@link #FIRST} to {@link #LAST}
     * @return these options with it
     * @throws InvalidInputException if there is no such priority
     */
    public PredictOptions atPriority(int priority) {
        return new PredictOptions(key, deadline, priority);
    }
}
