package io.modelops.model;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A random direction in which an embedding is looked at, so that a drift of embeddings shows as a drift of numbers: the
 * mean of the entries, each with a random sign (Achlioptas, 2003), times the square root of their number. Signs follow
 * from the number of the projection alone, so that a training profile and traffic are looked at the same way on every
 * machine and by every release, whatever the length of the embedding. Nothing is stored or allocated per embedding.
 */
public final class Projection {
    /** The most projections of one embedding. */
    public static final int MOST = 64;

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private final int number;

    private Projection(int number) {
        this.number = number;
    }

    /**
     * The first projections.
     *
     * @param count how many, 0 to {@value #MOST}
     * @return an immutable list
     * @throws InvalidInputException if the number is out of its range
     */
    public static List<Projection> several(int count) {
        if (count < 0 || count > MOST) {
            throw new InvalidInputException(count + " projections are not allowed: expected 0 to " + MOST + ".");
        }
        return IntStream.rangeClosed(1, count).mapToObj(Projection::new).toList();
    }

    /**
     * Looks at an embedding.
     *
     * @param embedding the embedding, or null
     * @return the sum of its entries with their signs, over the square root of their number; NaN if there is none, it
     *     is empty or an entry is NaN
     */
    public double of(float @Nullable [] embedding) {
        if (embedding == null || embedding.length == 0) {
            return Double.NaN;
        }
        double sum = 0;
        long signs = 0;
        for (int index = 0; index < embedding.length; index++) {
            if ((index & 63) == 0) {
                signs = mixed(((long) number << 32) + (index >> 6) + 1);
            }
            sum += (signs & 1) == 0 ? embedding[index] : -embedding[index];
            signs >>>= 1;
        }
        return sum / Math.sqrt(embedding.length);
    }

    /**
     * The Euclidean length of an embedding.
     *
     * @param embedding the embedding, or null
     * @return the length; NaN if there is no embedding, it is empty or an entry is NaN
     */
    public static double norm(float @Nullable [] embedding) {
        if (embedding == null || embedding.length == 0) {
            return Double.NaN;
        }
        double squares = 0;
        for (float entry : embedding) {
            squares += (double) entry * entry;
        }
        return Math.sqrt(squares);
    }

    /**
     * The name of the projection in names of features.
     *
     * @return a name such as {@code projection1}
     */
    public String label() {
        return "projection" + number;
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood, 2014). */
    private static long mixed(long counter) {
        long mixed = counter * GOLDEN_GAMMA;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
