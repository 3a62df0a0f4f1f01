package io.modelops.monitoring;

import io.modelops.statistics.AnswerMetric;
import io.modelops.statistics.sketch.SketchReader;
import io.modelops.statistics.sketch.SketchWriter;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a metric needs of an answer and its outcome, which is what a window of them keeps: of a mean the value of the row, of
 * a metric of numbers or classes what it reads of both; of any other metric the two themselves, which can't be stored then.
 */
final class OutcomeForm<O> {
    /** What is kept of a row. */
    record Outcome(Object answer, Object label) {
        /** About how many bytes it takes. */
        long bytes() {
            return 64 + OutcomeForm.bytes(answer) + OutcomeForm.bytes(label);
        }
    }

    private static final Double NOTHING = 0.0;
    private static final int NUMBER = 0;
    private static final int TEXT = 1;

    private final AnswerMetric<Object> metric;
    private final Function<O, @Nullable Object> ofAnswer;
    private final @Nullable AnswerMetric<O> mean;
    private final boolean storable;

    private OutcomeForm(
            AnswerMetric<Object> metric,
            Function<O, @Nullable Object> ofAnswer,
            @Nullable AnswerMetric<O> mean,
            boolean storable) {
        this.storable = storable;
        this.metric = metric;
        this.ofAnswer = ofAnswer;
        this.mean = mean;
    }

    @SuppressWarnings("unchecked") // an answer that is kept as it is, is an answer
    static <O> OutcomeForm<O> of(AnswerMetric<O> metric) {
        if (metric.rowValue().isPresent()) {
            AnswerMetric<Object> ofValues =
                    AnswerMetric.meanOf(metric.name(), metric.higherIsBetter(), (value, ignored) -> (Double) value);
            return new OutcomeForm<>(ofValues, answer -> answer, metric, true);
        }
        return metric.reading()
                .map(reading -> new OutcomeForm<O>(
                        reading.metric(), answer -> shortened(reading.view().apply(answer)), null, true))
                .orElseGet(() -> new OutcomeForm<>((AnswerMetric<Object>) metric, answer -> answer, null, false));
    }

    /** About how many bytes a kept value takes. */
    static long bytes(Object value) {
        return value instanceof String text ? KeptText.bytes(text) : 24;
    }

    /** The metric of what is kept. */
    AnswerMetric<Object> metric() {
        return metric;
    }

    /** What is kept of a row that the metric can use. */
    Outcome take(O answer, O label) {
        AnswerMetric<O> ofRows = mean;
        if (ofRows != null) {
            return new Outcome(
                    ofRows.rowValue()
                            .map(value -> value.applyAsDouble(answer, label))
                            .orElse(Double.NaN),
                    NOTHING);
        }
        return new Outcome(present(ofAnswer.apply(answer)), present(ofAnswer.apply(label)));
    }

    /** Whether a row can be stored. */
    boolean isWritable(Outcome outcome) {
        return storable && isWritable(outcome.answer()) && isWritable(outcome.label());
    }

    static void write(SketchWriter writer, Outcome outcome) {
        write(writer, outcome.answer());
        write(writer, outcome.label());
    }

    static Outcome read(SketchReader reader) {
        return new Outcome(readValue(reader), readValue(reader));
    }

    private static boolean isWritable(Object value) {
        return value instanceof Double || value instanceof String;
    }

    /** Writes a number or a text. */
    static void write(SketchWriter writer, Object value) {
        if (value instanceof Double number) {
            writer.count(NUMBER).number(number);
        } else {
            writer.count(TEXT).text((String) value);
        }
    }

    /** Reads a number or a text. */
    static Object readValue(SketchReader reader) {
        long kind = reader.count();
        MonitorState.require(kind == NUMBER || kind == TEXT, "a value is neither a number nor a text");
        return kind == NUMBER ? (Object) reader.number() : KeptText.of(reader.text());
    }

    /** Classes are told apart by their names from the first row on, so that those after a restart fit those before. */
    private static @Nullable Object shortened(@Nullable Object read) {
        if (read instanceof Double || read == null) {
            return read;
        }
        if (read instanceof Enum<?> constant) {
            return KeptText.of(constant.name());
        }
        return read instanceof CharSequence || read instanceof Number || read instanceof Boolean
                ? KeptText.of(read.toString())
                : read;
    }

    private static Object present(@Nullable Object read) {
        return read == null ? "" : read; // Not of a row that the metric can use.
    }
}
