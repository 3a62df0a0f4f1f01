package io.modelops.statistics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the number of a category in a few nanoseconds: a table of open addresses with at least half of its places free,
 * looked up by the hash that a string keeps.
 */
final class CategoryIndex {
    private final @Nullable String[] categories;
    private final int[] numbers;

    /** The categories in their order, each once. */
    CategoryIndex(List<String> known) {
        int places = Integer.highestOneBit(Math.max(1, known.size())) * 4;
        this.categories = new String[places];
        this.numbers = new int[places];
        for (int number = 0; number < known.size(); number++) {
            int place = place(known.get(number));
            for (String other; (other = categories[place]) != null; place = place + 1 & places - 1) {
                if (other.equals(known.get(number))) {
                    throw new IllegalArgumentException(
                            "category \"" + other + "\" is listed twice; expected each known category once");
                }
            }
            categories[place] = known.get(number);
            numbers[place] = number;
        }
    }

    /** The number of a category, or what to give for one that is not known. */
    int find(String category, int otherwise) {
        for (int place = place(category); ; place = place + 1 & categories.length - 1) {
            String candidate = categories[place];
            if (candidate == null) {
                return otherwise;
            }
            if (candidate.equals(category)) {
                return numbers[place];
            }
        }
    }

    private int place(String category) {
        int hash = category.hashCode();
        return (hash ^ hash >>> 16) & categories.length - 1;
    }
}
