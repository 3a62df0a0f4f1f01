package io.modelops.validation;

import com.dynatrace.hash4j.hashing.HashStream64;
import com.dynatrace.hash4j.hashing.Hashing;
import io.modelops.model.Feature;
import io.modelops.model.Features;
import io.modelops.model.InvalidInputException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;

/**
 * The rows of a data set as 64-bit hashes, to find them again without keeping them: made where a model is trained, and kept
 * beside it for {@link Checks#trainTestLeakage}. Two rows are the same if all their features are: numbers as values, so that
 * 0 and -0 are one and so are all kinds of NaN; categories exactly. The hash is komihash 5.0. Among a million rows a foreign
 * one is taken for known with a probability of 5e-14.
 *
 * <p>Takes 8 bytes for each distinct row. Immutable and thread-safe.
 */
public final class RowHashes {
    private final long[] ascending;

    private RowHashes(long[] ascending) {
        this.ascending = ascending;
    }

    /**
     * Hashes rows. What a feature throws when it reads a row is thrown on.
     *
     * @param features what makes a row
     * @param rows the rows; may be empty
     * @param <I> the type of the rows
     * @return their hashes
     */
    public static <I> RowHashes of(Features<I> features, Iterable<? extends I> rows) {
        return new RowHashes(StreamSupport.stream(rows.spliterator(), false)
                .mapToLong(row -> hash(features, row))
                .sorted()
                .distinct()
                .toArray());
    }

    /**
     * Reads hashes from their binary form.
     *
     * @param bytes what {@link #toBytes()} gave
     * @return the hashes
     * @throws InvalidInputException if the bytes are no hashes in ascending order
     */
    public static RowHashes ofBytes(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long[] hashes = LongStream.range(0, bytes.length / Long.BYTES)
                .map(index -> buffer.getLong())
                .toArray();
        boolean ascends = true;
        for (int index = 1; index < hashes.length; index++) {
            ascends &= hashes[index - 1] < hashes[index];
        }
        if (bytes.length % Long.BYTES != 0 || !ascends) {
            throw new InvalidInputException("These " + bytes.length
                    + " bytes are no hashes of rows: expected 8 bytes for each, in ascending order.");
        }
        return new RowHashes(hashes);
    }

    /**
     * Returns the binary form.
     *
     * @return a new array: 8 bytes for each distinct row, the most significant first, in ascending order of signed numbers
     */
    public byte[] toBytes() {
        ByteBuffer buffer = ByteBuffer.allocate(Math.multiplyExact(ascending.length, Long.BYTES));
        Arrays.stream(ascending).forEach(buffer::putLong);
        return buffer.array();
    }

    /**
     * How many distinct rows there are.
     *
     * @return the number of rows, 0 or more
     */
    public int size() {
        return ascending.length;
    }

    boolean contains(long hash) {
        return Arrays.binarySearch(ascending, hash) >= 0;
    }

    static <I> long hash(Features<I> features, I row) {
        HashStream64 stream = Hashing.komihash5_0().hashStream();
        for (Feature<I> feature : features.all()) {
            if (feature instanceof Feature.Numeric<I> numeric) {
                stream.putLong(Double.doubleToLongBits(numeric.value().applyAsDouble(row) + 0.0));
            } else if (feature instanceof Feature.Categorical<I> categorical) {
                String value = categorical.value().apply(row);
                stream.putBoolean(value == null).putString(value == null ? "" : value);
            }
        }
        return stream.getAsLong();
    }
}
