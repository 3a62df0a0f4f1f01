package io.modelops.statistics;

import io.modelops.statistics.internal.Arguments;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Fixed bins of a categorical column: one per known category, one for every other category, one for missing values.
 *
 * <p>Categories are compared exactly, case and blanks included; the empty string is a category, {@code null} is
 * missing. Immutable and thread-safe. {@link #known()} given to {@link #of(Collection)} makes an equal value.
 */
public final class Categories implements Bins {
    private final List<String> known;
    private final CategoryIndex index;

    private Categories(List<String> known) {
        this.known = known;
        this.index = new CategoryIndex(known);
    }

    /**
     * Returns bins of the given categories, in their order.
     *
     * @param known the known categories, each once; may be empty
     * @return the categories
     * @throws IllegalArgumentException if a category is listed twice
     * @throws NullPointerException if a category is {@code null}
     */
    public static Categories of(Collection<String> known) {
        return new Categories(List.copyOf(known));
    }

    /**
     * Returns bins of the most frequent categories of a reference sample; equally frequent ones are taken by name.
     *
     * @param reference the reference values; {@code null} elements are missing and make no category
     * @param limit how many categories are known at most, at least 1; the rest are "other"
     * @return the categories, the most frequent first
     * @throws IllegalArgumentException if {@code limit} is less than 1
     */
    public static Categories ofMostFrequent(Iterable<? extends @Nullable String> reference, int limit) {
        Arguments.atLeast(1, "limit", limit);
        Map<String, Long> frequencies = new HashMap<>();
        for (String category : reference) {
            if (category != null) {
                frequencies.merge(category, 1L, Long::sum);
            }
        }
        Comparator<Map.Entry<String, Long>> mostFrequentFirst =
                Map.Entry.<String, Long>comparingByValue().reversed();
        return new Categories(frequencies.entrySet().stream()
                .sorted(mostFrequentFirst.thenComparing(Map.Entry.comparingByKey()))
                .limit(limit)
                .map(Map.Entry::getKey)
                .toList());
    }

    /**
     * Returns the bin of a category.
     *
     * @param category the category, {@code null} when missing
     * @return the bin, in {@code 0..size() - 1}
     */
    public int binOf(@Nullable String category) {
        return category == null ? missingBin() : index.find(category, otherBin());
    }

    /**
     * Returns how many of the categories fall in each bin.
     *
     * @param categories the categories; {@code null} elements are missing
     * @return a new array of {@link #size()} counts
     */
    public long[] count(Iterable<? extends @Nullable String> categories) {
        long[] counts = new long[size()];
        for (String category : categories) {
            counts[binOf(category)]++;
        }
        return counts;
    }

    /**
     * Returns the known categories.
     *
     * @return an immutable list in the order of their bins
     */
    public List<String> known() {
        return known;
    }

    /**
     * Returns the bin of categories that are not known.
     *
     * @return {@code size() - 2}
     */
    public int otherBin() {
        return known.size();
    }

    @Override
    public int size() {
        return known.size() + 2;
    }

    @Override
    public String label(int bin) {
        Objects.checkIndex(bin, size());
        if (bin == missingBin()) {
            return "(missing)";
        }
        return bin == otherBin() ? "(other)" : known.get(bin);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Categories categories && known.equals(categories.known);
    }

    @Override
    public int hashCode() {
        return known.hashCode();
    }

    @Override
    public String toString() {
        return "Categories" + known;
    }
}
