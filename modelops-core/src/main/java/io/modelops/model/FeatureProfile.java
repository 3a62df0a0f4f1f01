package io.modelops.model;

import java.util.List;

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
     * How many values there were, missing ones included.
     *
     * @return the sum of all counts
     */
    default long total() {
        return counts().stream().mapToLong(Long::longValue).sum();
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
     */
    record Numeric(
            String name,
            List<Double> edges,
            List<Long> counts,
            double mean,
            double standardDeviation,
            double min,
            double max)
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
         * @throws InvalidInputException if the number of counts does not fit the number of edges
         */
        public Numeric {
            edges = List.copyOf(edges);
            counts = List.copyOf(counts);
            if (counts.size() != edges.size() + 2) {
                throw new InvalidInputException("Profile of feature " + Quoted.of(name) + " has " + counts.size()
                        + " counts: expected " + (edges.size() + 2) + ", one for each bin and one for missing values.");
            }
        }
    }

    /**
     * A categorical feature.
     *
     * @param name the name of the feature
     * @param categories the categories that were seen, most frequent first
     * @param counts one count per category, then all other categories together, then the missing values
     */
    record Categorical(String name, List<String> categories, List<Long> counts) implements FeatureProfile {
        /**
         * Copies and keeps the summary.
         *
         * @param name the name of the feature
         * @param categories the categories that were seen
         * @param counts one count per category, then all others, then the missing values
         * @throws InvalidInputException if the number of counts does not fit the number of categories
         */
        public Categorical {
            categories = List.copyOf(categories);
            counts = List.copyOf(counts);
            if (counts.size() != categories.size() + 2) {
                throw new InvalidInputException("Profile of feature " + Quoted.of(name) + " has " + counts.size()
                        + " counts: expected " + (categories.size() + 2)
                        + ", one for each category, one for others and one for missing values.");
            }
        }
    }
}
