package io.modelops.model.internal;

import io.modelops.model.CorruptionException;
import io.modelops.model.FeatureProfile;
import io.modelops.model.InvalidInputException;
import io.modelops.model.Irregularities;
import io.modelops.model.Profile;
import io.modelops.statistics.sketch.DistinctCount;
import io.modelops.statistics.sketch.HeavyHitters;
import io.modelops.statistics.sketch.SketchKind;
import io.modelops.statistics.sketch.SketchReader;
import io.modelops.statistics.sketch.SketchWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The binary form of profiles. */
public final class ProfileBytes {
    private static final int NUMERIC = 0;
    private static final int CATEGORICAL = 1;

    private ProfileBytes() {}

    /** Writes a profile. */
    public static byte[] write(Profile profile) {
        SketchWriter writer = new SketchWriter(SketchKind.PROFILE)
                .count(profile.rows())
                .count(profile.features().size());
        for (FeatureProfile feature : profile.features()) {
            if (feature instanceof FeatureProfile.Numeric numeric) {
                writer.count(NUMERIC).text(numeric.name());
                writer.count(numeric.edges().size());
                numeric.edges().forEach(writer::number);
                writer.number(numeric.mean())
                        .number(numeric.standardDeviation())
                        .number(numeric.min())
                        .number(numeric.max());
            } else if (feature instanceof FeatureProfile.Categorical categorical) {
                writer.count(CATEGORICAL).text(categorical.name());
                writer.count(categorical.categories().size());
                categorical.categories().forEach(writer::text);
            }
            feature.counts().forEach(writer::count);
            write(feature.irregularities(), writer);
            write(feature.distinct(), feature.heavyHitters(), writer);
        }
        return writer.toBytes();
    }

    /**
     * Reads a profile.
     *
     * @throws CorruptionException if the bytes are none
     */
    public static Profile read(byte[] bytes) {
        try {
            SketchReader reader = new SketchReader(SketchKind.PROFILE, bytes);
            long rows = reader.count();
            List<FeatureProfile> features = read(reader.size(8), () -> feature(reader));
            reader.end();
            return new Profile(rows, features);
        } catch (IllegalArgumentException | InvalidInputException refused) {
            throw new CorruptionException("The bytes are no profile: " + refused.getMessage(), refused);
        }
    }

    private static FeatureProfile feature(SketchReader reader) {
        long kind = reader.count();
        String name = reader.text();
        if (kind == NUMERIC) {
            List<Double> edges = read(reader.size(Double.BYTES), reader::number);
            double mean = reader.number();
            double standardDeviation = reader.number();
            double min = reader.number();
            double max = reader.number();
            return new FeatureProfile.Numeric(
                    name,
                    edges,
                    read(edges.size() + 2, reader::count),
                    mean,
                    standardDeviation,
                    min,
                    max,
                    irregularities(reader),
                    distinct(reader),
                    heavyHitters(reader));
        }
        if (kind == CATEGORICAL) {
            List<String> categories = read(reader.size(1), reader::text);
            return new FeatureProfile.Categorical(
                    name,
                    categories,
                    read(categories.size() + 2, reader::count),
                    irregularities(reader),
                    distinct(reader),
                    heavyHitters(reader));
        }
        throw new IllegalArgumentException("a feature is of kind " + kind + "; expected 0 or 1");
    }

    private static <T> List<T> read(int size, Supplier<T> element) {
        List<T> elements = new ArrayList<>(size);
        for (int index = 0; index < size; index++) {
            elements.add(element.get());
        }
        return elements;
    }

    private static void write(Irregularities irregularities, SketchWriter writer) {
        writer.count(irregularities.nan())
                .count(irregularities.positiveInfinity())
                .count(irregularities.negativeInfinity())
                .count(irregularities.mismatched())
                .count(irregularities.outOfRange())
                .count(irregularities.unseen());
    }

    private static Irregularities irregularities(SketchReader reader) {
        return new Irregularities(
                reader.count(), reader.count(), reader.count(), reader.count(), reader.count(), reader.count());
    }

    private static void write(
            @Nullable DistinctCount distinct, @Nullable HeavyHitters heavyHitters, SketchWriter writer) {
        writer.bytes(distinct == null ? new byte[0] : distinct.toBytes());
        writer.bytes(heavyHitters == null ? new byte[0] : heavyHitters.toBytes());
    }

    private static @Nullable DistinctCount distinct(SketchReader reader) {
        byte[] bytes = reader.bytes();
        return bytes.length == 0 ? null : DistinctCount.ofBytes(bytes);
    }

    private static @Nullable HeavyHitters heavyHitters(SketchReader reader) {
        byte[] bytes = reader.bytes();
        return bytes.length == 0 ? null : HeavyHitters.ofBytes(bytes);
    }
}
