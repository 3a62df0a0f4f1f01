package io.modelops.model;

import io.modelops.model.internal.Json;
import io.modelops.model.internal.ProfileBytes;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.core.JacksonException;

/**
 * The summary of a data set, such as the one a model was trained on: small, without any raw row, and enough to tell later
 * whether live traffic still looks like it.
 *
 * @param rows how many rows were summarised
 * @param features one summary per feature
 */
public record Profile(long rows, List<FeatureProfile> features) {
    /**
     * Copies and keeps the summaries.
     *
     * @param rows how many rows were summarised
     * @param features one summary per feature
     */
    public Profile {
        features = List.copyOf(features);
    }

    /**
     * The summary of one feature.
     *
     * @param name the name of the feature
     * @return its summary, or empty if the profile has none
     */
    public Optional<FeatureProfile> find(String name) {
        return features.stream().filter(feature -> feature.name().equals(name)).findFirst();
    }

    /**
     * Adds the rows of another profile that was counted in the same bins: of another thread, another window or another
     * machine. Associative and commutative, exact for counts; moments up to rounding, heavy hitters within the error
     * they state. The empty profile, with no rows and no features, changes nothing.
     *
     * @param other the other profile
     * @return the profile of the rows of both
     * @throws InvalidInputException if the profiles differ in their features, or those in their bins
     */
    public Profile merge(Profile other) {
        if (other.isEmpty()) {
            return this;
        }
        if (isEmpty()) {
            return other;
        }
        if (features.size() != other.features.size()) {
            throw new InvalidInputException("Profiles of " + features.size() + " and " + other.features.size()
                    + " features can't be merged: expected the same features in the same order.");
        }
        return new Profile(
                Counts.sum(rows, other.rows),
                IntStream.range(0, features.size())
                        .mapToObj(index -> features.get(index).merge(other.features.get(index)))
                        .toList());
    }

    /**
     * The binary form: small, checked by a checksum and readable by later versions, for stores and other machines.
     *
     * @return a new array
     */
    public byte[] toBytes() {
        return ProfileBytes.write(this);
    }

    /**
     * Reads what {@link #toBytes()} wrote. Takes no more memory than a small multiple of the bytes, whatever they say.
     *
     * @param bytes the bytes; not modified
     * @return an equal profile
     * @throws CorruptionException if they are no profile, cut or damaged
     */
    public static Profile ofBytes(byte[] bytes) {
        return ProfileBytes.read(bytes);
    }

    /**
     * The JSON form, as the registry stores it.
     *
     * @return one line of JSON
     */
    public String toJson() {
        return Json.MAPPER.writeValueAsString(this);
    }

    /**
     * Reads what {@link #toJson()} wrote, now or in an earlier version.
     *
     * @param json the JSON
     * @return an equal profile
     * @throws CorruptionException if it is no profile
     */
    public static Profile ofJson(String json) {
        Profile profile;
        try {
            profile = Json.MAPPER.readValue(json, Profile.class);
        } catch (JacksonException | InvalidInputException | NullPointerException refused) {
            throw new CorruptionException("The JSON is no profile: " + refused.getMessage(), refused);
        }
        if (profile == null) {
            throw new CorruptionException("The JSON is no profile: it is null.");
        }
        return profile;
    }

    private boolean isEmpty() {
        return rows == 0 && features.isEmpty();
    }
}
