package io.modelops.monitoring;

import static io.modelops.monitoring.Monitors.staleness;
import static io.modelops.spi.Observed.START;
import static io.modelops.spi.Observed.answer;
import static io.modelops.spi.Observed.labelled;
import static io.modelops.spi.Observed.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelDescription;
import io.modelops.model.ModelVersion;
import io.modelops.spi.Finding;
import io.modelops.spi.Finding.Status;
import io.modelops.spi.Monitor;
import io.modelops.spi.MonitorContract;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class StalenessTest {
    @Nested
    class Contract extends MonitorContract<Integer, Integer> {
        @Override
        protected Monitor<Object, Object> create() {
            return staleness();
        }

        @Override
        protected Integer input(int index) {
            return index;
        }

        @Override
        protected Integer output(int index) {
            return index;
        }

        @Override
        protected List<Integer> extremeInputs() {
            return List.of(0);
        }

        @Override
        protected List<Integer> extremeOutputs() {
            return List.of(0);
        }
    }

    @Test
    void evaluate_yearOldVersion_isBreached() {
        Staleness staleness = staleness();
        staleness.onServing(version(1), null);

        assertThat(staleness.evaluate(START.plus(Duration.ofDays(365))))
                .hasSize(1)
                .allMatch(f -> f.status() == Status.OK);
        Finding finding = staleness.evaluate(START.plus(Duration.ofDays(366))).get(0);

        assertThat(finding.status()).isEqualTo(Status.BREACHED);
        assertThat(finding.subject()).isEqualTo("age of version");
        assertThat(finding.value()).isCloseTo(366, within(1e-9));
        assertThat(finding.summary())
                .isEqualTo("age of version: 366.0 days, since 2004-01-01T00:00:00Z, limit 365.0 days");
    }

    @Test
    void evaluate_labelsStopped_isBreached() {
        Staleness staleness = staleness().lastLabelUnder(Duration.ofDays(2));
        staleness.onServing(version(1), null);
        staleness.onLabel(labelled(answer(version(1), 3_600, 1, 1), 1));
        staleness.onLabel(labelled(answer(version(1), 0, 1, 1), 1));

        Finding finding = staleness.evaluate(START.plus(Duration.ofDays(3))).get(1);

        assertThat(finding.subject()).isEqualTo("age of last label");
        assertThat(finding.status()).isEqualTo(Status.BREACHED);
        assertThat(finding.summary()).contains("since 2004-01-01T02:00:00Z");
    }

    @Test
    void evaluate_trainingDataUntil_isReadAsInstantOrDate() {
        Staleness staleness = staleness().trainingDataUnder(Duration.ofDays(90));
        staleness.onServing(trainedUntil("2003-12-31"), null);
        assertThat(staleness.evaluate(START).get(1).value()).isZero();
        staleness.onServing(trainedUntil("2003-09-01T12:00:00Z"), null);
        assertThat(staleness.evaluate(START).get(1).status()).isEqualTo(Status.BREACHED);
        assertThat(staleness.evaluate(START).get(1).value()).isCloseTo(121.5, within(1e-9));
        for (String unreadable : List.of("", "T", "last week", "2003-13-45")) {
            staleness.onServing(trainedUntil(unreadable), null);
            assertThat(staleness.evaluate(START)).hasSize(1);
        }
        assertThat(staleness.trainingDataParameter("other").name()).isEqualTo("staleness");
    }

    @Test
    void settings_notAboveZero_areRefused() {
        assertThatThrownBy(() -> staleness().versionUnder(Duration.ZERO)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> staleness().lastLabelUnder(Duration.ofDays(-1)))
                .isInstanceOf(InvalidInputException.class);
    }

    private static ModelVersion trainedUntil(String until) {
        ModelDescription known = version(1).description();
        ModelDescription description = new ModelDescription(
                known.format(),
                known.manifest(),
                known.signature(),
                known.metrics(),
                Map.of(Staleness.TRAINING_DATA_UNTIL, until),
                known.lineage(),
                Map.of(),
                null,
                "");
        return new ModelVersion(
                version(1).model(), 1, description, START, version(1).registeredBy());
    }
}
