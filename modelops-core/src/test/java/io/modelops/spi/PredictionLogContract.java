package io.modelops.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.model.ModelName;
import io.modelops.model.ModelRef;
import io.modelops.model.PredictionId;
import io.modelops.spi.PredictionLog.Labelled;
import io.modelops.spi.PredictionLog.Predicted;
import io.modelops.spi.PredictionLog.Shadowed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What each prediction log has to do. */
public abstract class PredictionLogContract {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00.123456789Z");
    private static final ModelRef.Numbered VERSION = new ModelRef.Numbered(new ModelName("churn"), 7);

    private final List<PredictionLog> opened = new ArrayList<>();

    /** Opens a log. All that one test opens are the same log, which is empty when the test begins. */
    protected abstract PredictionLog open() throws Exception;

    protected final PredictionLog log() throws Exception {
        PredictionLog log = open();
        opened.add(log);
        return log;
    }

    @AfterEach
    final void closeLogs() {
        opened.forEach(PredictionLog::close);
    }

    @Test
    void forEach_emptyLog_readsNothing() throws Exception {
        assertThat(records(log())).isEmpty();
    }

    @Test
    void forEach_predictionsAndOutcomes_readsThemInOrder() throws Exception {
        PredictionLog log = log();
        List<PredictionLog.Entry> appended =
                List.of(predicted(1), predicted(2), shadowed(2), labelled(1), predicted(3), labelled(3), labelled(2));

        appended.forEach(log::append);

        assertThat(records(log)).isEqualTo(appended);
    }

    @Test
    void find_prediction_isFoundAtOnce() throws Exception {
        PredictionLog log = log();

        for (int sequence = 0; sequence < 50; sequence++) {
            log.append(predicted(sequence));
            assertThat(log.find(predicted(sequence).id())).contains(predicted(sequence));
        }

        assertThat(log.find(predicted(0).id())).contains(predicted(0));
    }

    @Test
    void find_requestThatWasCopied_isTheAnswerThatItsCallerGot() throws Exception {
        PredictionLog log = log();
        log.append(shadowed(1));
        log.append(predicted(1));
        log.append(shadowed(2));

        assertThat(log.find(predicted(1).id())).contains(predicted(1));
        assertThat(log.find(predicted(2).id())).isEmpty();
    }

    @Test
    void find_unknownId_isEmpty() throws Exception {
        PredictionLog log = log();
        log.append(predicted(1));
        log.append(predicted(9));
        log.append(labelled(5));

        assertThat(log.find(new PredictionId(42, 1))).isEmpty();
        assertThat(log.find(predicted(5).id())).isEmpty();
        assertThat(log.find(predicted(10).id())).isEmpty();
    }

    @Test
    void find_textOfAllAlphabets_comesBackToTheLetter() throws Exception {
        PredictionLog log = log();
        Predicted prediction = new Predicted(
                new PredictionId(-1, Long.MIN_VALUE),
                START,
                VERSION,
                "{\"name\" : \"Größe Ωμέγα 模型 🚀 \u2028\\n\",\n \"x\": 1.10}",
                "[1e-7, null]");

        log.append(prediction);

        assertThat(log.find(prediction.id())).contains(prediction);
    }

    @Test
    void close_andOpenedAgain_keepsTheLog() throws Exception {
        PredictionLog log = log();
        log.append(predicted(1));
        log.append(labelled(1));
        log.close();
        log.close();

        PredictionLog reopened = log();
        reopened.append(predicted(5_000));

        assertThat(records(reopened)).containsExactly(predicted(1), labelled(1), predicted(5_000));
        assertThat(reopened.find(predicted(1).id())).contains(predicted(1));
    }

    protected static Predicted predicted(long sequence) {
        return new Predicted(
                new PredictionId(77, sequence),
                START.plusSeconds(sequence),
                VERSION,
                "{\"spend\":" + sequence + "}",
                "0.5");
    }

    protected static Shadowed shadowed(long sequence) {
        return new Shadowed(
                new PredictionId(77, sequence),
                START.plusSeconds(sequence),
                ModelRef.Numbered.parse("churn:2"),
                "0.25");
    }

    protected static Labelled labelled(long sequence) {
        return new Labelled(new PredictionId(77, sequence), START.plusSeconds(1_000 + sequence), "1.0");
    }

    protected static List<PredictionLog.Entry> records(PredictionLog log) {
        List<PredictionLog.Entry> records = new ArrayList<>();
        log.forEach(records::add);
        return records;
    }
}
