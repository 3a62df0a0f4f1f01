package io.modelops.deployment;

import io.modelops.model.InvalidInputException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How inputs of several requests are put together into one call of the model. Immutable.
 *
 * <p>Batching never waits while a worker is idle, unless {@link #waiting} says so: an idle worker takes what is there at
 * once, and while all are busy the next batch grows. Inputs are counted, not requests. A batch that fails is split in
 * halves until the inputs that the model can't answer fail alone.
 *
 * <pre>{@code
 * settings.batching(Batching.upTo(32).paddedTo(1, 8, 32))
 * }</pre>
 *
 * @param maximum the largest number of inputs in a batch, 1 or more; 1 means that there are no batches
 * @param paddedSizes the only sizes that the model is to see, ascending, the last one the maximum; empty if it takes any
 * @param preferredSizes sizes that a batch is cut to if more inputs are there, ascending; empty if there are none
 * @param delay how long an input may wait for others although a worker is idle; zero by default
 * @param objective the longest a batch may take in the model, or null if its size is not to be learnt from that
 */
public record Batching(
        int maximum,
        List<Integer> paddedSizes,
        List<Integer> preferredSizes,
        Duration delay,
        @Nullable Duration objective) {
    private static final Batching NONE = upTo(1);

    /**
     * Checks the settings.
     *
     * @param maximum the largest number of inputs in a batch, 1 or more
     * @param paddedSizes the only sizes that the model is to see, or empty
     * @param preferredSizes sizes that a batch is cut to, or empty
     * @param delay how long an input may wait for others although a worker is idle
     * @param objective the longest a batch may take in the model, or null
     * @throws InvalidInputException if they contradict each other; the message says how
     */
    public Batching {
        paddedSizes = sizes("padded", paddedSizes, maximum);
        preferredSizes = sizes("preferred", preferredSizes, maximum);
        if (maximum < 1) {
            throw new InvalidInputException("A batch can't have " + maximum + " inputs: expected 1 or more.");
        }
        if (!paddedSizes.isEmpty() && paddedSizes.get(paddedSizes.size() - 1) != maximum) {
            throw new InvalidInputException("The padded sizes " + paddedSizes + " do not end with the maximum "
                    + maximum + ": expected it as the last one, because a full batch has to fit.");
        }
        if (delay.isNegative()) {
            throw new InvalidInputException("An input can't wait " + delay + " for others: expected zero or more.");
        }
        if (objective != null && (objective.isNegative() || objective.isZero())) {
            throw new InvalidInputException(
                    "A batch can't be held to " + objective + ": expected a positive duration.");
        }
    }

    /**
     * One input at a time: the default.
     *
     * @return the setting
     */
    public static Batching none() {
        return NONE;
    }

    /**
     * Batches of any size up to a maximum.
     *
     * @param maximum the largest number of inputs, 1 or more
     * @return the setting
     * @throws InvalidInputException if it is less than 1
     */
    public static Batching upTo(int maximum) {
        return new Batching(maximum, List.of(), List.of(), Duration.ZERO, null);
    }

    /**
     * Lets the model see these sizes only. A batch between two of them is filled up to the larger one with an input of its
     * own, whose further answers are thrown away. Engines that optimise for each new size are warmed up for all of them.
     *
     * @param sizes the sizes, ascending; the last one is the maximum
     * @return the setting with them
     * @throws InvalidInputException if they do not ascend from 1 or more to the maximum
     */
    public Batching paddedTo(int... sizes) {
        return new Batching(maximum, Arrays.stream(sizes).boxed().toList(), preferredSizes, delay, objective);
    }

    /**
     * Cuts batches to these sizes if as many inputs are there, and sends such a batch without further delay. The model may
     * see other sizes too, when fewer inputs are there.
     *
     * @param sizes the sizes, ascending; none is larger than the maximum
     * @return the setting with them
     * @throws InvalidInputException if they do not ascend or one is out of range
     */
    public Batching preferring(int... sizes) {
        return new Batching(maximum, paddedSizes, Arrays.stream(sizes).boxed().toList(), delay, objective);
    }

    /**
     * Lets an input wait for others although a worker is idle. It leaves earlier with a full batch or one of a preferred
     * size, and never waits for more than half of the time that its deadline leaves it. Worth trying only when batching
     * under load alone is not enough.
     *
     * @param longest zero, the default, or more
     * @return the setting with it
     * @throws InvalidInputException if it is negative
     */
    public Batching waiting(Duration longest) {
        return new Batching(maximum, paddedSizes, preferredSizes, longest, objective);
    }

    /**
     * Learns the largest size that keeps the time of a batch in the model within an objective, from what the last batches
     * took: their times are fitted by a line over their sizes. Sizes grow to at most twice what was tried.
     *
     * @param objective the longest a batch may take, positive
     * @return the setting with it
     * @throws InvalidInputException if it is not positive
     */
    public Batching within(Duration objective) {
        return new Batching(maximum, paddedSizes, preferredSizes, delay, objective);
    }

    /**
     * The sizes that the model is warmed up with: those it is likely to see.
     *
     * @return the padded sizes; otherwise 1, the preferred sizes and the maximum; ascending
     */
    public List<Integer> typicalSizes() {
        return paddedSizes.isEmpty()
                ? Stream.of(List.of(1, maximum), preferredSizes)
                        .flatMap(List::stream)
                        .distinct()
                        .sorted()
                        .toList()
                : paddedSizes;
    }

    private static List<Integer> sizes(String what, List<Integer> sizes, int maximum) {
        int last = 0;
        for (int size : sizes) {
            if (size <= last || size > maximum) {
                throw new InvalidInputException("The " + what + " sizes " + sizes
                        + " are no batch sizes: expected ascending numbers from 1 to the maximum " + maximum + ".");
            }
            last = size;
        }
        return List.copyOf(sizes);
    }
}
