package io.modelops.spi;

import static io.modelops.spi.Observed.START;
import static io.modelops.spi.Observed.answer;
import static io.modelops.spi.Observed.failure;
import static io.modelops.spi.Observed.labelled;
import static io.modelops.spi.Observed.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.modelops.model.ModelVersion;
import io.modelops.model.PredictionId;
import io.modelops.model.Profile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What each monitor has to do.
 *
 * @param <I> the type of the inputs
 * @param <O> the type of the answers
 */
public abstract class MonitorContract<I, O> {
    private static final int OBSERVATIONS = 1_200;
    private static final ModelVersion FIRST = version(1);
    private static final ModelVersion SECOND = version(2);
    private static final Instant NOW = START.plus(Duration.ofDays(1));

    private int next;

    /** Creates a monitor that has seen nothing. */
    protected abstract Monitor<? super I, ? super O> create();

    /** Creates the summary of the training data that versions are served with, or null for none. */
    protected @Nullable Profile trainedOn() {
        return null;
    }

    /** Creates a typical input; different indices give inputs that differ as much as real ones do. */
    protected abstract I input(int index);

    /** Creates a typical answer. */
    protected abstract O output(int index);

    /** Creates the worst inputs that the type allows: missing parts, NaN, infinities, the longest text. */
    protected abstract List<I> extremeInputs();

    /** Creates the worst answers that the type allows. */
    protected abstract List<O> extremeOutputs();

    @Test
    void name_always_isShown() {
        assertThat(create().name()).isNotBlank();
    }

    @Test
    void evaluate_beforeAnythingServes_breachesNothing() {
        assertThat(breached(monitor())).isEmpty();
    }

    @Test
    void evaluate_servingWithoutData_breachesNothing() {
        Monitor<I, O> monitor = serving();

        assertThat(breached(monitor)).isEmpty();
    }

    @Test
    void evaluate_singleObservation_breachesNothing() {
        Monitor<I, O> monitor = serving();

        observe(monitor, FIRST, input(0), extremeOutputs().get(0), output(0));

        assertThat(breached(monitor)).isEmpty();
    }

    @Test
    void observe_extremeValuesAmongTypicalOnes_throwsNothing() {
        Monitor<I, O> monitor = serving();

        assertThatCode(() -> {
                    observeTypical(monitor, FIRST);
                    observeExtremes(monitor, FIRST);
                    assertWellFormed(monitor.evaluate(NOW));
                    observeTypical(monitor, FIRST);
                    assertWellFormed(monitor.evaluate(NOW));
                })
                .doesNotThrowAnyException();
    }

    @Test
    void observe_onlyExtremeValues_throwsNothing() {
        Monitor<I, O> monitor = serving();

        assertThatCode(() -> {
                    for (int round = 0; round < 200; round++) {
                        observeExtremes(monitor, FIRST);
                    }
                    assertWellFormed(monitor.evaluate(NOW));
                })
                .doesNotThrowAnyException();
    }

    @Test
    void evaluate_againWithoutNewData_breachesNothingMore() {
        Monitor<I, O> monitor = serving();
        observeTypical(monitor, FIRST);
        for (int round = 0; round < 200; round++) {
            observeExtremes(monitor, FIRST);
        }

        Set<String> before = breached(monitor);

        assertThat(before).containsAll(breached(monitor));
    }

    @Test
    void onServing_anotherVersion_startsAnew() {
        Monitor<I, O> monitor = serving();
        observeTypical(monitor, FIRST);
        for (int round = 0; round < 200; round++) {
            observeExtremes(monitor, FIRST);
        }

        monitor.onServing(SECOND, trainedOn());

        assertThat(breached(monitor)).isEmpty();
    }

    private Monitor<I, O> serving() {
        Monitor<I, O> monitor = monitor();
        monitor.onServing(FIRST, trainedOn());
        return monitor;
    }

    @SuppressWarnings("unchecked") // a monitor only reads observations
    private Monitor<I, O> monitor() {
        return (Monitor<I, O>) create();
    }

    private void observeTypical(Monitor<I, O> monitor, ModelVersion version) {
        for (int index = 0; index < OBSERVATIONS; index++) {
            observe(monitor, version, input(index), output(index), output(index + 1));
        }
    }

    private void observeExtremes(Monitor<I, O> monitor, ModelVersion version) {
        for (I input : extremeInputs()) {
            for (O output : extremeOutputs()) {
                observe(monitor, version, input, output, output(0));
                observe(monitor, version, input, output(0), output);
                observe(monitor, version, input, output, output);
            }
            monitor.onPrediction(failure(version, Role.CHAMPION, next++, input));
            monitor.onPrediction(failure(version, Role.SHADOW, next++, input));
            for (long latency : new long[] {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE}) {
                monitor.onPrediction(new Observation<>(
                        new PredictionId(2, next++), NOW, version, Role.CHAMPION, input, output(0), null, latency));
            }
        }
    }

    private void observe(Monitor<I, O> monitor, ModelVersion version, I input, O output, O label) {
        Observation<I, O> observation = answer(version, next++, input, output);
        monitor.onPrediction(observation);
        monitor.onLabel(labelled(observation, label));
    }

    private static void assertWellFormed(List<Finding> findings) {
        assertThat(findings).allSatisfy(finding -> {
            assertThat(finding.subject()).isNotBlank();
            assertThat(finding.summary()).isNotBlank();
            assertThat(finding.samples()).isNotNegative();
        });
    }

    private static Set<String> breached(Monitor<?, ?> monitor) {
        return monitor.evaluate(NOW).stream()
                .filter(finding -> finding.status() == Finding.Status.BREACHED)
                .map(Finding::subject)
                .collect(Collectors.toSet());
    }
}
