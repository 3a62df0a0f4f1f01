package io.modelops.model;

import io.modelops.statistics.Moments;
import io.modelops.statistics.sketch.DistinctCount;
import io.modelops.statistics.sketch.HeavyHitters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The summary of one feature: how many values fell where. Counts are exact, so profiles of parts add up to the profile
 * of the whole as long as they share their bins.
 */
public sealed interface FeatureProfile {
    /**
     * The name of the feature.
     *
     * @return the name
     */
    String name();

    /**
     * How many values fell in each bin, the missing values last.
     *
     * @return the counts, each 0 or more
     */
    List<Long> counts();

    /**
     * How many values were not what a model expects. They are counted in the bins as well.
     *
     * @return the counts, {@link Irregularities#NONE} in profiles that don't tell
     */
    Irregularities irregularities();

    /**
     * About how many different values there were.
     *
     * @return the estimate, or null where it was not declared
     */
    @Nullable
    DistinctCount distinct();

    /**
     * The most frequent values.
     *
     * @return the values, or null where they were not declared
     */
    @Nullable
    HeavyHitters heavyHitters();

    /**
     * Adds the values of another summary that has the same name and the same bins. Associative and commutative, exact
     * for counts; moments up to rounding, heavy hitters within the error they state.
     *
     * @param other the other summary
     * @return the summary of the values of both
     * @throws InvalidInputException if the summaries differ in name, kind, bins or in what they declare
     */
    FeatureProfile merge(FeatureProfile other);

    /**
     * How many values there were, missing ones included.
     *
     * @return the sum of all counts
     */
    default long total() {
        long total = 0;
        for (long count : counts()) {
            total += count;
        }
        return total;
    }

    /**
     * How many values were not there at all, as far as it was told apart from values that could not be used.
     *
     * @return the count of the missing bin without NaN and values of another type, 0 or more
     */
    default long missing() {
        return Math.max(0, counts().get(counts().size() - 1) - irregularities().unusable());
    }

    /**
     * A numeric feature.
     *
     * @param name the name of the feature
     * @param edges the inner edges of the bins, ascending; bin k holds the values from edge k-1 up to, but without,
     *     edge k; the outer bins are open
     * @param counts one count per bin ({@code edges.size() + 1} of them), then the missing values
     * @param mean the mean of the finite values, NaN if there are none
     * @param standardDeviation their standard deviation, NaN if there are fewer than two
     * @param min the least finite value, NaN if there are none
     * @param max the greatest finite value, NaN if there are none
     * @param irregularities how many values were not what a model expects
     * @param distinct about how many different values there were, null where it was not declared
     * @param heavyHitters the most frequent values, null where they were not declared
     */
    record Numeric(
            String name,
            List<Double> edges,
            List<Long> counts,
            double mean,
            double standardDeviation,
            double min,
            double max,
            Irregularities irregularities,
            @Nullable DistinctCount distinct,
            @Nullable HeavyHitters heavyHitters)
            implements FeatureProfile {
        /**
         * Copies and keeps the summary.
         *
         * @param name the name of the feature
         * @param edges the inner edges of the bins
         * @param counts one count per bin, then the missing values
         * @param mean the mean of the finite values
         * @param standardDeviation their standard deviation
         * @param min the least finite value
         * @param max the greatest finite value
         * @param irregularities how many values were not what a model expects
         * @param distinct about how many different values there were, or null
         * @param heavyHitters the most frequent values, or null
         * @throws InvalidInputException if the number of counts does not fit the number of edges or a count is negative
         */
        public Numeric {
            edges = List.copyOf(edges);
            counts = Counts.fitting(name, counts, edges.size() + 2, "one for each bin and one for missing values");
            irregularities = Irregularities.orNone(irregularities);
        }

        /**
         * Copies and keeps a summary that tells no more than bins and moments.
         *
         * @param name the name of the feature
         * @param edges the inner edges of the bins
         * @param counts one count per bin, then the missing values
         * @param mean the mean of the finite values
         * @param standardDeviation their standard deviation
         * @param min the least finite value
         * @param max the greatest finite value
         * @throws InvalidInputException if the number of counts does not fit the number of edges or a count is negative
         */
        public Numeric(
                String name,
                List<Double> edges,
                List<Long> counts,
                double mean,
                double standardDeviation,
                double min,
                double max) {
            this(name, edges, counts, mean, standardDeviation, min, max, Irregularities.NONE, null, null);
        }

        /**
         * The moments of the finite values.
         *
         * @return the moments; {@link Moments#ignored()} is the number of all other values
         */
        public Moments moments() {
            long infinite = irregularities.positiveInfinity() + irregularities.negativeInfinity();
            long ignored = counts.get(counts.size() - 1) + infinite;
            long finite = Math.max(0, total() - ignored);
            return finite == 0
                    ? new Moments(0, Double.NaN, 0, Double.NaN, Double.NaN, ignored)
                    : new Moments(
                            finite,
                            mean,
                            finite < 2 ? 0 : standardDeviation * standardDeviation * (finite - 1),
                            min,
                            max,
                            ignored);
        }

        @Override
        public Numeric merge(FeatureProfile other) {
            if (!(other instanceof Numeric numeric)) {
                throw Mergeable.otherKind(this, other);
            }
            Mergeable.check(this, other, "bin edges", edges, numeric.edges);
            Moments both = moments().merge(numeric.moments());
            return new Numeric(
                    name,
                    edges,
                    Counts.sum(counts, numeric.counts),
                    both.mean(),
                    both.standardDeviation(),
                    both.min(),
                    both.max(),
                    irregularities.merge(numeric.irregularities),
                    Mergeable.distinct(this, other),
                    Mergeable.heavyHitters(this, other));
        }
    }

    /**
     * A categorical feature.
     *
     * @param name the name of the feature
     * @param categories the categories that were seen, most frequent first
     * @param counts one count per category, then all other categories together, then the missing values
     * @param irregularities how many values were not what a model expects
     * @param distinct about how many different values there were, null where it was not declared
     * @param heavyHitters the most frequent values, null where they were not declared
     */
    record Categorical(
            String name,
            List<String> categories,
            List<Long> counts,
            Irregularities irregularities,
            @Nullable DistinctCount distinct,
            @Nullable HeavyHitters heavyHitters)
            implements FeatureProfile {
        /**
         * Copies and keeps the summary.
         *
         * @param name the name of the feature
         * @param categories the categories that were seen
         * @param counts one count per category, then all others, then the missing values
         * @param irregularities how many values were not what a model expects
         * @param distinct about how many different values there were, or null
         * @param heavyHitters the most frequent values, or null
         * @throws InvalidInputException if the number of counts does not fit the number of categories or a count is
         *     negative
         */
        public Categorical {
            categories = List.copyOf(categories);
            counts = Counts.fitting(
                    name,
                    counts,
                    categories.size() + 2,
                    "one for each category, one for others and one for missing values");
            irregularities = Irregularities.orNone(irregularities);
        }

        /**
         * Copies and keeps a summary that tells no more than categories.
         *
         * @param name the name of the feature
         * @param categories the categories that were seen
         * @param counts one count per category, then all others, then the missing values
         * @throws InvalidInputException if the number of counts does not fit the number of categories or a count is
         *     negative
         */
        public Categorical(String name, List<String> categories, List<Long> counts) {
            this(name, categories, counts, Irregularities.NONE, null, null);
        }

        /**
         * How many values fell in no category of the list: the overflow.
         *
         * @return the count, 0 or more
         */
        public long others() {
            return counts.get(counts.size() - 2);
        }

        /**
         * Whether the list has every category that there was, so that another one was never seen.
         *
         * @return true if there is a list and no overflow
         */
        public boolean listsAll() {
            return !categories.isEmpty() && others() == 0;
        }

        @Override
        public Categorical merge(FeatureProfile other) {
            if (!(other instanceof Categorical categorical)) {
                throw Mergeable.otherKind(this, other);
            }
            Mergeable.check(this, other, "categories", categories, categorical.categories);
            return new Categorical(
                    name,
                    categories,
                    Counts.sum(counts, categorical.counts),
                    irregularities.merge(categorical.irregularities),
                    Mergeable.distinct(this, other),
                    Mergeable.heavyHitters(this, other));
        }
    }
}
