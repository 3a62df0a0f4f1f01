package io.modelops.monitoring;

import io.modelops.model.Severity;
import io.modelops.spi.Finding;
import io.modelops.statistics.Moments;
import io.modelops.statistics.MomentsAccumulator;
import io.modelops.statistics.sketch.SketchKind;
import io.modelops.statistics.sketch.SketchReader;
import io.modelops.statistics.sketch.SketchWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one form in which the monitors of the library keep what they know over a restart: a summary with its checksum, then
 * the form of the kind of state, the kind and the settings that it depends on, then its parts. To which version of which
 * model it belongs, and how old it is, stands beside it in {@link HostMemory}.
 */
final class MonitorState {
    /** What a monitor may keep, in bytes; more is not kept. */
    static final int LARGEST = 384 << 10;

    private static final int FORM = 2;
    private static final int LONGEST_SUMMARY = 2_000;

    private MonitorState() {}

    /**
     * Writes a state.
     *
     * @param kind the kind of monitor
     * @param settings what a monitor must have in common with the one that wrote it
     * @return the bytes, or empty if they were too many
     */
    static Optional<byte[]> write(String kind, String settings, Consumer<SketchWriter> parts) {
        SketchWriter writer =
                new SketchWriter(SketchKind.MONITOR).count(FORM).text(kind).text(settings);
        parts.accept(writer);
        byte[] bytes = writer.toBytes();
        return bytes.length > LARGEST ? Optional.empty() : Optional.of(bytes);
    }

    /**
     * Opens a state.
     *
     * @throws IllegalArgumentException if it is torn, too large, of another form, or of a monitor of another kind or with
     *     other settings
     */
    static SketchReader read(byte[] state, String kind, String settings) {
        if (state.length > LARGEST) {
            throw new IllegalArgumentException("The state has " + state.length + " bytes: expected at most " + LARGEST);
        }
        SketchReader reader = new SketchReader(SketchKind.MONITOR, state);
        require(reader.count() == FORM, "it has the form of another version of the library");
        require(reader.text().equals(kind), "it belongs to another kind of monitor");
        require(reader.text().equals(settings), "it belongs to a monitor with other settings");
        return reader;
    }

    static void require(boolean fulfilled, String otherwise) {
        if (!fulfilled) {
            throw new IllegalArgumentException("The state can't be gone on from: " + otherwise);
        }
    }

    static void instant(SketchWriter writer, @Nullable Instant at) {
        writer.count(at == null ? 0 : 1);
        if (at != null) {
            writer.bits(at.getEpochSecond()).count(at.getNano());
        }
    }

    static @Nullable Instant instant(SketchReader reader) {
        if (reader.count() == 0) {
            return null;
        }
        long second = reader.bits();
        long nano = reader.count();
        require(
                second >= Instant.MIN.getEpochSecond()
                        && second <= Instant.MAX.getEpochSecond()
                        && nano < 1_000_000_000,
                "a time is out of its range");
        return Instant.ofEpochSecond(second, nano);
    }

    /** Reads a time that must be there. */
    static Instant time(SketchReader reader) {
        Instant read = instant(reader);
        if (read == null) {
            throw new IllegalArgumentException("The state can't be gone on from: a time is missing");
        }
        return read;
    }

    static void moments(SketchWriter writer, MomentsAccumulator moments) {
        Moments known = moments.moments();
        writer.count(known.count()).count(known.ignored());
        if (known.count() > 0) {
            writer.number(known.mean())
                    .number(known.squaredDeviations())
                    .number(known.min())
                    .number(known.max());
        }
    }

    static MomentsAccumulator moments(SketchReader reader) {
        long count = reader.count();
        long ignored = reader.count();
        MomentsAccumulator read = new MomentsAccumulator();
        if (count == 0) {
            read.add(new Moments(0, Double.NaN, 0, Double.NaN, Double.NaN, ignored));
            return read;
        }
        Moments moments =
                new Moments(count, reader.number(), reader.number(), reader.number(), reader.number(), ignored);
        require(
                Double.isFinite(moments.mean())
                        && moments.squaredDeviations() >= 0
                        && Double.isFinite(moments.min())
                        && Double.isFinite(moments.max()),
                "moments are none");
        read.add(moments);
        return read;
    }

    static void numbers(SketchWriter writer, double[] numbers) {
        writer.count(numbers.length);
        for (double number : numbers) {
            writer.number(number);
        }
    }

    static double[] numbers(SketchReader reader) {
        double[] read = new double[reader.size(Double.BYTES)];
        for (int index = 0; index < read.length; index++) {
            read[index] = reader.number();
        }
        return read;
    }

    /** Reads numbers of which there must be so many. */
    static double[] numbers(SketchReader reader, int length) {
        double[] read = numbers(reader);
        require(read.length == length, "there are " + read.length + " numbers where " + length + " belong");
        return read;
    }

    static void counts(SketchWriter writer, long[] counts) {
        writer.count(counts.length);
        for (long count : counts) {
            writer.count(count);
        }
    }

    /** Reads counts of which there must be so many. */
    static long[] counts(SketchReader reader, int length) {
        long[] read = new long[reader.size(1)];
        require(read.length == length, "there are " + read.length + " counts where " + length + " belong");
        for (int index = 0; index < read.length; index++) {
            read[index] = reader.count();
        }
        return read;
    }

    static <T> void all(SketchWriter writer, Iterable<T> elements, int size, Consumer<T> each) {
        writer.count(size);
        elements.forEach(each);
    }

    /** Reads a list of at most so many elements, each of which takes a byte or more. */
    static <T> List<T> all(SketchReader reader, int most, Supplier<T> each) {
        int size = reader.size(1);
        require(size <= most, "there are " + size + " elements where " + most + " fit");
        List<T> read = new ArrayList<>(size);
        for (int element = 0; element < size; element++) {
            read.add(each.get());
        }
        return read;
    }

    static <T> void optional(SketchWriter writer, @Nullable T value, Consumer<T> how) {
        writer.count(value == null ? 0 : 1);
        if (value != null) {
            how.accept(value);
        }
    }

    static <T> @Nullable T optional(SketchReader reader, Function<SketchReader, T> how) {
        return reader.count() == 0 ? null : how.apply(reader);
    }

    static void finding(SketchWriter writer, Finding finding) {
        String summary = finding.summary();
        writer.text(finding.subject())
                .text(finding.status().name())
                .text(finding.severity().name())
                .number(finding.value())
                .number(finding.threshold())
                .count(finding.samples())
                .text(summary.substring(0, Math.min(summary.length(), LONGEST_SUMMARY)));
    }

    static Finding finding(SketchReader reader) {
        return new Finding(
                reader.text(),
                Finding.Status.valueOf(reader.text()),
                Severity.valueOf(reader.text()),
                reader.number(),
                reader.number(),
                reader.count(),
                reader.text());
    }
}
