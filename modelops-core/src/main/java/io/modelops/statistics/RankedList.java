package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A ranked answer as far as its quality is concerned: how relevant the item at each rank is, and how relevant all items are
 * that could have been given. Immutable.
 */
public final class RankedList {
    private final double[] gains;
    private final double[] ideal;

    private RankedList(double[] gains, double[] ideal) {
        this.gains = gains;
        this.ideal = ideal;
    }

    /**
     * A list of graded items.
     *
     * @param gains the relevance of the answered items, first rank first, each 0 or more
     * @param all the relevance of all items that there are, in any order, each 0 or more
     * @return the ranked list
     * @throws IllegalArgumentException if a relevance is not a finite number of 0 or more
     */
    public static RankedList of(double[] gains, double[] all) {
        for (double gain : gains) {
            Arguments.notNegative("relevance", gain);
        }
        double[] ideal = all.clone();
        for (double gain : ideal) {
            Arguments.notNegative("relevance", gain);
        }
        Arrays.sort(ideal);
        for (int i = 0; i < ideal.length / 2; i++) {
            double kept = ideal[i];
            ideal[i] = ideal[ideal.length - 1 - i];
            ideal[ideal.length - 1 - i] = kept;
        }
        return new RankedList(gains.clone(), ideal);
    }

    /**
     * A list of items that are relevant or not. An item that is given twice is relevant once.
     *
     * @param answered the items, first rank first
     * @param relevant the items that are relevant
     * @return the ranked list
     */
    public static RankedList ofItems(List<?> answered, Collection<?> relevant) {
        Set<Object> left = new HashSet<>(relevant);
        double[] ideal = new double[left.size()];
        Arrays.fill(ideal, 1);
        return new RankedList(
                answered.stream().mapToDouble(item -> left.remove(item) ? 1 : 0).toArray(), ideal);
    }

    /**
     * Normalised discounted cumulative gain (Järvelin and Kekäläinen 2002) with linear gain and discount {@code log2(rank +
     * 1)}, as scikit-learn has it.
     *
     * @param k how many ranks count, 1 or more
     * @return a number in 0..1, {@code NaN} if nothing is relevant
     * @throws IllegalArgumentException if {@code k} is less than 1
     */
    public double ndcg(int k) {
        Arguments.atLeast(1, "k", k);
        return discounted(gains, k) / discounted(ideal, k);
    }

    /**
     * One by the rank of the first relevant item.
     *
     * @return a number in 0..1, 0 if the answer has none, {@code NaN} if nothing is relevant
     */
    public double reciprocalRank() {
        for (int rank = 0; rank < gains.length; rank++) {
            if (gains[rank] > 0) {
                return 1.0 / (rank + 1);
            }
        }
        return relevant() == 0 ? Double.NaN : 0;
    }

    /**
     * The mean precision at the ranks of relevant items, of as many as could be found in that many ranks.
     *
     * @param k how many ranks count, 1 or more
     * @return a number in 0..1, {@code NaN} if nothing is relevant
     * @throws IllegalArgumentException if {@code k} is less than 1
     */
    public double averagePrecision(int k) {
        Arguments.atLeast(1, "k", k);
        double sum = 0;
        int found = 0;
        for (int rank = 0; rank < Math.min(k, gains.length); rank++) {
            if (gains[rank] > 0) {
                found++;
                sum += (double) found / (rank + 1);
            }
        }
        long findable = Math.min(k, relevant());
        return sum / findable;
    }

    /**
     * Whether any relevant item is among the first.
     *
     * @param k how many ranks count, 1 or more
     * @return 1 or 0, {@code NaN} if nothing is relevant
     * @throws IllegalArgumentException if {@code k} is less than 1
     */
    public double hit(int k) {
        Arguments.atLeast(1, "k", k);
        if (relevant() == 0) {
            return Double.NaN;
        }
        return Arrays.stream(gains).limit(k).anyMatch(gain -> gain > 0) ? 1 : 0;
    }

    private long relevant() {
        return Arrays.stream(ideal).filter(gain -> gain > 0).count();
    }

    private static double discounted(double[] gains, int k) {
        double sum = 0;
        for (int rank = 0; rank < Math.min(k, gains.length); rank++) {
            sum += gains[rank] / (Math.log(rank + 2.0) / Math.log(2));
        }
        return sum;
    }
}
