package io.modelops.model;

import java.util.HexFormat;

/**
 * The id of one prediction, by which its true outcome is reported later. Ids are unique across the deployments,
 * processes and restarts of a fleet: the first half is random per deployment, the second counts.
 *
 * @param origin the random half, the same for all predictions of one deployment
 * @param sequence the counting half, unique within the origin
 */
public record PredictionId(long origin, long sequence) {
    /**
     * Reads an id from its written form.
     *
     * @param text 32 hexadecimal digits, as {@link #toString()} writes them
     * @return the id
     * @throws InvalidInputException if the text is anything else
     */
    public static PredictionId parse(String text) {
        if (!text.matches("[0-9a-f]{32}")) {
            throw new InvalidInputException("Prediction id " + Quoted.of(text)
                    + " is not readable: expected the 32 hexadecimal digits of prediction.id().toString().");
        }
        return new PredictionId(
                HexFormat.fromHexDigitsToLong(text, 0, 16), HexFormat.fromHexDigitsToLong(text, 16, 32));
    }

    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(origin) + HexFormat.of().toHexDigits(sequence);
    }
}
