package io.modelops.deployment;

import io.modelops.model.InvalidInputException;
import java.time.Duration;

/**
 * How many inputs of one deployment may be under way at once, waiting ones included; further ones are refused at once. A
 * fixed number has to be guessed and is wrong on the next machine; the adaptive limits look at how long answers take, and
 * find the number above which requests only wait longer.
 *
 * <pre>{@code
 * settings.limit(ConcurrencyLimit.gradient(4, 200))
 * }</pre>
 */
public sealed interface ConcurrencyLimit {
    /**
     * A number that stays.
     *
     * @param most 1 or more
     * @return the limit
     * @throws InvalidInputException if it is less than 1
     */
    static ConcurrencyLimit fixed(int most) {
        return new Fixed(most);
    }

    /**
     * Additive increase, multiplicative decrease, as TCP does it: one more for each round of answers in time, a tenth less
     * when an answer took too long or a request was refused or missed its deadline, at most once in a round. Finds how
     * much can be had at a latency that somebody has to name.
     *
     * @param least the smallest limit, 1 or more, at which it starts
     * @param most the largest limit
     * @param tooLong answers that take longer lower the limit
     * @return the limit
     * @throws InvalidInputException if the limits are out of order or the duration is not positive
     */
    static ConcurrencyLimit aimd(int least, int most, Duration tooLong) {
        return new Aimd(least, most, tooLong, 0.9);
    }

    /**
     * Compares how long answers take now with how long they have been taking, as Gradient2 of Netflix's
     * concurrency-limits does it: while they take no longer the limit grows, and as soon as they do, because requests
     * wait for each other, it falls in proportion. Needs no latency to be named.
     *
     * @param least the smallest limit, 1 or more, at which it starts
     * @param most the largest limit
     * @return the limit
     * @throws InvalidInputException if the limits are out of order
     */
    static ConcurrencyLimit gradient(int least, int most) {
        return new Gradient(least, most, 1.5);
    }

    /**
     * The limit in the beginning.
     *
     * @return 1 or more
     */
    int start();

    /**
     * A number that stays.
     *
     * @param start the limit
     */
    record Fixed(int start) implements ConcurrencyLimit {
        /**
         * Checks the number.
         *
         * @param start the limit
         * @throws InvalidInputException if it is less than 1
         */
        public Fixed {
            requireOrder(start, start);
        }
    }

    /**
     * Additive increase, multiplicative decrease.
     *
     * @param start the smallest limit
     * @param most the largest limit
     * @param tooLong answers that take longer lower the limit
     * @param decrease what the limit is multiplied by then, between 0.5 and 1
     */
    record Aimd(int start, int most, Duration tooLong, double decrease) implements ConcurrencyLimit {
        /**
         * Checks the numbers.
         *
         * @param start the smallest limit
         * @param most the largest limit
         * @param tooLong answers that take longer lower the limit
         * @param decrease what the limit is multiplied by then
         * @throws InvalidInputException if one is out of range
         */
        public Aimd {
            requireOrder(start, most);
            if (tooLong.isNegative() || tooLong.isZero()) {
                throw new InvalidInputException(
                        "No answer comes within " + tooLong + ": expected a positive duration.");
            }
            if (!(decrease >= 0.5 && decrease < 1)) {
                throw new InvalidInputException("A limit can't be lowered by the factor " + decrease
                        + ": expected 0.5 or more and less than 1.");
            }
        }
    }

    /**
     * The gradient of the latency.
     *
     * @param start the smallest limit
     * @param most the largest limit
     * @param tolerance how many times as long as usual answers may take before the limit falls, 1 or more
     */
    record Gradient(int start, int most, double tolerance) implements ConcurrencyLimit {
        /**
         * Checks the numbers.
         *
         * @param start the smallest limit
         * @param most the largest limit
         * @param tolerance how many times as long as usual answers may take
         * @throws InvalidInputException if one is out of range
         */
        public Gradient {
            requireOrder(start, most);
            if (!(tolerance >= 1 && tolerance < Double.POSITIVE_INFINITY)) {
                throw new InvalidInputException("Answers can't be tolerated to take " + tolerance
                        + " times as long as usual: expected 1 or more.");
            }
        }
    }

    private static void requireOrder(int least, int most) {
        if (least < 1 || most < least) {
            throw new InvalidInputException("Requests can't be limited to " + least + " to " + most
                    + " at once: expected 1 or more, and the smaller number first.");
        }
    }
}
