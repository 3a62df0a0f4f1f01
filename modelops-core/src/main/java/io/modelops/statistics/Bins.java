package io.modelops.statistics;

/**
 * A fixed partition of the values of one column into bins, so that counts of different samples, threads and machines
 * can be compared and added. The last bin of every partition is for missing values.
 *
 * <p>Implementations are immutable and thread-safe.
 */
public sealed interface Bins permits Binning, Categories {
    /**
     * Returns the number of bins, the one for missing values included.
     *
     * @return the length of a matching array of counts
     */
    int size();

    /**
     * Returns the bin of missing values.
     *
     * @return {@code size() - 1}
     */
    default int missingBin() {
        return size() - 1;
    }

    /**
     * Returns a name for a bin to show to people.
     *
     * @param bin the bin, in {@code 0..size() - 1}
     * @return the interval, the category, {@code "(other)"} or {@code "(missing)"}
     * @throws IndexOutOfBoundsException if there is no such bin
     */
    String label(int bin);
}
