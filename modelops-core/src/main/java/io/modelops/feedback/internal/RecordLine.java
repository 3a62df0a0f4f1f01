package io.modelops.feedback.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.modelops.model.ModelOpsException;
import io.modelops.model.ModelRef;
import io.modelops.model.PredictionId;
import io.modelops.model.internal.Json;
import io.modelops.spi.PredictionLog;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * The form of a record in a segment: eight hexadecimal digits of the CRC-32C of the JSON, a space, the JSON, a line feed.
 * Inputs, answers and outcomes are JSON inside a JSON text, so that they come back to the letter.
 */
final class RecordLine {
    /** The greatest length of a line in bytes. */
    static final int LARGEST = 1 << 20;

    private static final int CHECKSUM_DIGITS = 8;
    private static final int JSON_START = CHECKSUM_DIGITS + 1;
    private static final String ID = "{\"id\":\"";
    private static final HexFormat HEX = HexFormat.of();

    private RecordLine() {}

    /** One of the three kinds of records, the other ones' properties missing; a copy of a request has no input of its own. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Form(
            String id,
            String at,
            @Nullable String version,
            @Nullable String input,
            @Nullable String output,
            @Nullable String outcome) {}

    static byte[] encode(PredictionLog.Entry record) {
        Form form;
        if (record instanceof PredictionLog.Predicted predicted) {
            form = new Form(
                    predicted.id().toString(),
                    predicted.at().toString(),
                    predicted.version().toString(),
                    predicted.inputJson(),
                    predicted.outputJson(),
                    null);
        } else if (record instanceof PredictionLog.Shadowed shadowed) {
            form = new Form(
                    shadowed.id().toString(),
                    shadowed.at().toString(),
                    shadowed.version().toString(),
                    null,
                    shadowed.outputJson(),
                    null);
        } else {
            PredictionLog.Labelled labelled = (PredictionLog.Labelled) record;
            form = new Form(
                    labelled.id().toString(), labelled.at().toString(), null, null, null, labelled.outcomeJson());
        }
        byte[] json = Json.MAPPER.writeValueAsBytes(form);
        byte[] line = new byte[JSON_START + json.length + 1];
        byte[] checksum = checksum(json, 0, json.length);
        System.arraycopy(checksum, 0, line, 0, CHECKSUM_DIGITS);
        line[CHECKSUM_DIGITS] = ' ';
        System.arraycopy(json, 0, line, JSON_START, json.length);
        line[line.length - 1] = '\n';
        return line;
    }

    /**
     * Reads a line back.
     *
     * @param line the bytes before the line feed
     * @return the record, or null if the line is not what was written
     */
    static PredictionLog.@Nullable Entry decode(byte[] line) {
        if (line.length <= JSON_START
                || line[CHECKSUM_DIGITS] != ' '
                || !Arrays.equals(
                        line, 0, CHECKSUM_DIGITS, checksum(line, JSON_START, line.length), 0, CHECKSUM_DIGITS)) {
            return null;
        }
        try {
            return record(Json.MAPPER.readValue(line, JSON_START, line.length - JSON_START, Form.class));
        } catch (JacksonException | ModelOpsException | DateTimeException | NullPointerException foreign) {
            return null;
        }
    }

    private static PredictionLog.Entry record(Form form) {
        PredictionId id = PredictionId.parse(form.id);
        Instant at = Instant.parse(form.at);
        if (form.outcome != null) {
            return new PredictionLog.Labelled(id, at, form.outcome);
        }
        ModelRef.Numbered version = ModelRef.Numbered.parse(Objects.requireNonNull(form.version));
        String output = Objects.requireNonNull(form.output);
        return form.input == null
                ? new PredictionLog.Shadowed(id, at, version, output)
                : new PredictionLog.Predicted(id, at, version, form.input, output);
    }

    /** Whether a line may be about a prediction; cheap, and false for most. */
    static boolean mayBeAbout(byte[] line, byte[] id) {
        int from = JSON_START + ID.length();
        return line.length > from + id.length && Arrays.equals(line, from, from + id.length, id, 0, id.length);
    }

    private static byte[] checksum(byte[] bytes, int from, int to) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, from, to - from);
        return HEX.toHexDigits((int) checksum.getValue()).getBytes(StandardCharsets.US_ASCII);
    }
}
