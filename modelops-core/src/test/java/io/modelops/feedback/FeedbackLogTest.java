package io.modelops.feedback;

import static io.modelops.spi.Observed.START;
import static io.modelops.spi.Observed.answer;
import static io.modelops.spi.Observed.failure;
import static io.modelops.spi.Observed.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.modelops.feedback.internal.InMemoryPredictionLog;
import io.modelops.model.Example;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.model.PredictionId;
import io.modelops.model.Score;
import io.modelops.spi.Feedback.Outcome;
import io.modelops.spi.LabelledObservation;
import io.modelops.spi.Observation;
import io.modelops.spi.Observer;
import io.modelops.spi.PredictionLog;
import io.modelops.spi.Role;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FeedbackLogTest {
    private static final ModelVersion CHAMPION = version(1);
    private static final ModelVersion CANDIDATE = version(2);

    private final TestClock clock = new TestClock();
    private final List<LabelledObservation<String, Score>> passed = new ArrayList<>();
    private final FeedbackLog.Builder<String, Score> builder =
            FeedbackLog.<String, Score>builder().clock(clock).observer(collecting(passed));

    @Test
    void label_knownPrediction_isJoinedAndPassedOn() {
        FeedbackLog<String, Score> feedback = builder.build();
        Observation<String, Score> prediction = predicted(feedback, 1);
        clock.advance(Duration.ofDays(7));

        assertThat(feedback.label(prediction.id(), new Score(1))).isEqualTo(Outcome.JOINED);

        LabelledObservation<String, Score> pair =
                new LabelledObservation<>(prediction, new Score(1), START.plus(Duration.ofDays(7)));
        assertThat(passed).containsExactly(pair);
        assertThat(feedback.labelled()).containsExactly(pair);
        assertThat(feedback.examples(10)).containsExactly(Example.of("input 1", new Score(1)));
    }

    @Test
    void label_again_changesNothing() {
        FeedbackLog<String, Score> feedback = builder.build();
        PredictionId id = predicted(feedback, 1).id();
        feedback.label(id, new Score(1));

        assertThat(feedback.label(id, new Score(0))).isEqualTo(Outcome.DUPLICATE);

        assertThat(passed).hasSize(1);
        assertThat(feedback.labelled()).extracting(LabelledObservation::label).containsExactly(new Score(1));
        assertThat(feedback.status().duplicates()).isOne();
    }

    @Test
    void label_unknownPrediction_isCountedAndDropped() {
        FeedbackLog<String, Score> feedback = builder.build();

        assertThat(feedback.label(new PredictionId(9, 9), new Score(1))).isEqualTo(Outcome.UNKNOWN_PREDICTION);

        assertThat(passed).isEmpty();
        assertThat(feedback.status().unknown()).isOne();
    }

    @Test
    void label_withinTimeToLive_isJoined() {
        FeedbackLog<String, Score> feedback = builder.build();
        PredictionId id = predicted(feedback, 1).id();

        clock.advance(Duration.ofDays(30).minusMillis(1));

        assertThat(feedback.label(id, new Score(1))).isEqualTo(Outcome.JOINED);
        assertThat(feedback.status().expired()).isZero();
    }

    @Test
    void label_afterTimeToLive_comesTooLate() {
        FeedbackLog<String, Score> feedback =
                builder.timeToLive(Duration.ofDays(7)).build();
        PredictionId id = predicted(feedback, 1).id();

        clock.advance(Duration.ofDays(7));

        assertThat(feedback.label(id, new Score(1))).isEqualTo(Outcome.UNKNOWN_PREDICTION);
        assertThat(feedback.status().expired()).isOne();
        assertThat(feedback.status().pending()).isZero();
    }

    @Test
    void onPrediction_moreThanTheCapacity_givesSomeUp() {
        FeedbackLog<String, Score> feedback = builder.capacity(100).build();
        for (int id = 0; id < 250; id++) {
            predicted(feedback, id);
        }

        assertThat(feedback.status().pending()).isEqualTo(100);
        assertThat(feedback.status().expired()).isEqualTo(150);
    }

    @Test
    void label_shadowedPrediction_isJoinedWithAllAnswers() {
        FeedbackLog<String, Score> feedback = builder.build();
        PredictionId id = predicted(feedback, 1).id();
        feedback.onPrediction(answer(CANDIDATE, Role.SHADOW, 1, "input 1", new Score(0.9)));

        assertThat(feedback.label(id, new Score(1))).isEqualTo(Outcome.JOINED);

        assertThat(passed).extracting(pair -> pair.prediction().role()).containsExactly(Role.CHAMPION, Role.SHADOW);
        assertThat(feedback.labelled()).hasSize(1);
        assertThat(feedback.status().joined()).isOne();
    }

    @Test
    void onPrediction_shadowAfterTheLabel_getsItToo() {
        FeedbackLog<String, Score> feedback = builder.build();
        PredictionId id = predicted(feedback, 1).id();
        feedback.label(id, new Score(1));

        feedback.onPrediction(answer(CANDIDATE, Role.SHADOW, 1, "input 1", new Score(0.9)));

        assertThat(passed).extracting(LabelledObservation::label).containsExactly(new Score(1), new Score(1));
        assertThat(feedback.status().pending()).isZero();
    }

    @Test
    void onPrediction_failure_isNotRemembered() {
        FeedbackLog<String, Score> feedback = builder.build();
        feedback.onPrediction(failure(CHAMPION, Role.CHAMPION, 1, "input 1"));

        assertThat(feedback.status().predictions()).isZero();
        assertThat(feedback.label(new PredictionId(1, 1), new Score(1))).isEqualTo(Outcome.UNKNOWN_PREDICTION);
    }

    @Test
    void labelled_labelsOutOfOrder_areSortedByPrediction() {
        FeedbackLog<String, Score> feedback = builder.history(3).build();
        for (int id : new int[] {1, 2, 3, 4, 5}) {
            predicted(feedback, id);
        }
        for (int id : new int[] {5, 2, 4, 1, 3}) {
            feedback.label(new PredictionId(1, id), new Score(id));
        }

        assertThat(passed).extracting(pair -> pair.prediction().id().sequence()).containsExactly(5L, 2L, 4L, 1L, 3L);
        assertThat(feedback.examples(10)).extracting(Example::input).containsExactly("input 3", "input 4", "input 5");
        assertThat(feedback.examples(2)).extracting(Example::input).containsExactly("input 4", "input 5");
        assertThat(feedback.examples(0)).isEmpty();
    }

    @Test
    void label_predictionStillOnItsWay_isCaughtUpWith() {
        List<FeedbackLog<String, Score>> self = new ArrayList<>();
        Queue<Long> onTheirWay = new ArrayDeque<>(List.of(1L, 2L));
        FeedbackLog<String, Score> feedback = builder.catchUp(() -> {
                    for (Long id = onTheirWay.poll(); id != null; id = onTheirWay.poll()) {
                        predicted(self.get(0), id);
                    }
                })
                .build();
        self.add(feedback);

        assertThat(feedback.label(new PredictionId(1, 2), new Score(1))).isEqualTo(Outcome.JOINED);
        assertThat(feedback.label(new PredictionId(1, 3), new Score(1))).isEqualTo(Outcome.UNKNOWN_PREDICTION);
    }

    @Test
    void label_observerThrows_othersAreToldAndTheLabelCounts() {
        List<LabelledObservation<String, Score>> second = new ArrayList<>();
        FeedbackLog<String, Score> feedback = FeedbackLog.<String, Score>builder()
                .clock(clock)
                .observer(new Observer<>() {
                    @Override
                    public void onLabel(LabelledObservation<String, Score> labelled) {
                        throw new StackOverflowError("observer");
                    }
                })
                .observer(collecting(second))
                .build();
        PredictionId id = predicted(feedback, 1).id();

        assertThat(feedback.label(id, new Score(1))).isEqualTo(Outcome.JOINED);
        assertThat(second).hasSize(1);
        assertThat(feedback.status().failures()).isOne();
    }

    @Test
    void label_executorFallsBehind_dropsWhatIsTooMuchForObserversOnly() {
        Queue<Runnable> tasks = new ArrayDeque<>();
        FeedbackLog<String, Score> feedback =
                builder.capacity(10).executor(tasks::add).build();
        for (int id = 0; id < 12; id++) {
            feedback.label(predicted(feedback, id).id(), new Score(1));
        }

        assertThat(passed).isEmpty();
        assertThat(tasks).hasSize(1);
        tasks.remove().run();
        assertThat(passed).hasSize(10);
        assertThat(feedback.labelled()).hasSize(12);
        assertThat(feedback.status().undelivered()).isEqualTo(2);
    }

    @Test
    void label_executorRefuses_isJoinedAllTheSame() {
        FeedbackLog<String, Score> feedback = builder.executor(task -> {
                    throw new RejectedExecutionException("closing");
                })
                .build();

        assertThat(feedback.label(predicted(feedback, 1).id(), new Score(1))).isEqualTo(Outcome.JOINED);
        assertThat(feedback.status().undelivered()).isOne();
    }

    @Test
    @SuppressWarnings("NullAway") // what a caller without null checks does
    void label_null_isRefused() {
        FeedbackLog<String, Score> feedback = builder.build();

        assertThatThrownBy(() -> feedback.label(new PredictionId(1, 1), null))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("report nothing as long as it is not known");
    }

    @Test
    void status_afterSomeDays_tellsCoverageAndDelay() {
        FeedbackLog<String, Score> feedback = builder.build();
        assertThat(feedback.status().coverage()).isNaN();
        for (int id = 0; id < 10; id++) {
            predicted(feedback, id);
        }
        clock.advance(Duration.ofDays(1));
        for (int id = 0; id < 4; id++) {
            feedback.label(new PredictionId(1, id), new Score(1));
        }
        clock.advance(Duration.ofDays(9));
        feedback.label(new PredictionId(1, 4), new Score(1));

        FeedbackStatus status = feedback.status();

        assertThat(status.predictions()).isEqualTo(10);
        assertThat(status.joined()).isEqualTo(5);
        assertThat(status.pending()).isEqualTo(5);
        assertThat(status.coverage()).isEqualTo(0.5);
        assertThat(status.medianDelay().toMinutes()).isCloseTo(24 * 60, within(15L));
        assertThat(status.longDelay().toMinutes()).isCloseTo(10 * 24 * 60, within(150L));
    }

    @Test
    void builder_outOfRange_isRefused() {
        assertThatThrownBy(() -> builder.capacity(0)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> builder.history(0)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> builder.timeToLive(Duration.ZERO)).isInstanceOf(InvalidInputException.class);
    }

    @Nested
    class WithPredictionLog {
        private final InMemoryPredictionLog log = new InMemoryPredictionLog();

        @Test
        void label_afterARestart_findsThePredictionInTheLog() {
            Observation<String, Score> prediction = predicted(open(log), 1);
            passed.clear();

            FeedbackLog<String, Score> restarted = open(log);
            assertThat(restarted.label(prediction.id(), new Score(1))).isEqualTo(Outcome.JOINED);

            assertThat(passed).hasSize(1);
            Observation<String, Score> found = passed.get(0).prediction();
            assertThat(found.input()).isEqualTo("input 1");
            assertThat(found.output()).isEqualTo(prediction.output());
            assertThat(found.version()).isEqualTo(CHAMPION);
            assertThat(found.at()).isEqualTo(prediction.at());
            assertThat(restarted.label(prediction.id(), new Score(1))).isEqualTo(Outcome.DUPLICATE);
        }

        @Test
        void build_pairsInTheLog_areKnownAgain() {
            FeedbackLog<String, Score> first = open(log);
            for (int id = 1; id <= 3; id++) {
                predicted(first, id);
            }
            first.label(new PredictionId(1, 2), new Score(1));
            first.label(new PredictionId(1, 1), new Score(0));
            passed.clear();

            FeedbackLog<String, Score> restarted = open(log);

            assertThat(restarted.labelled())
                    .usingRecursiveComparison()
                    .ignoringFields("prediction.latencyNanos")
                    .isEqualTo(first.labelled());
            assertThat(restarted.status().restored()).isEqualTo(2);
            assertThat(restarted.label(new PredictionId(1, 1), new Score(1))).isEqualTo(Outcome.DUPLICATE);
            assertThat(passed).isEmpty();
        }

        @Test
        void label_predictionInTheLogIsTooOld_isUnknown() {
            PredictionId id = predicted(open(log), 1).id();
            clock.advance(Duration.ofDays(31));

            assertThat(open(log).label(id, new Score(1))).isEqualTo(Outcome.UNKNOWN_PREDICTION);
        }

        @Test
        void label_versionNoLongerKnown_isUnknown() {
            FeedbackLog<String, Score> feedback = open(log);
            feedback.onPrediction(answer(version(99), 1, "input 1", new Score(1)));

            assertThat(open(log).label(new PredictionId(1, 1), new Score(1))).isEqualTo(Outcome.UNKNOWN_PREDICTION);
        }

        @Test
        void onPrediction_shadow_isLoggedAsTheAnswerToACopy() {
            FeedbackLog<String, Score> feedback = open(log);
            predicted(feedback, 1);
            feedback.onPrediction(answer(CANDIDATE, Role.SHADOW, 1, "input 1", new Score(0.25)));

            assertThat(records()).hasSize(2).last().isInstanceOfSatisfying(PredictionLog.Shadowed.class, copy -> {
                assertThat(copy.id()).isEqualTo(new PredictionId(1, 1));
                assertThat(copy.version()).isEqualTo(CANDIDATE.ref());
                assertThat(copy.outputJson()).contains("0.25");
            });
        }

        @Test
        void label_afterARestart_isNotJoinedWithTheAnswerToACopy() {
            FeedbackLog<String, Score> feedback = open(log);
            feedback.onPrediction(answer(CANDIDATE, Role.SHADOW, 1, "input 1", new Score(0.25)));

            assertThat(open(log).label(new PredictionId(1, 1), new Score(1))).isEqualTo(Outcome.UNKNOWN_PREDICTION);
        }

        @Test
        void label_duplicateAndUnknown_areNotLogged() {
            FeedbackLog<String, Score> feedback = open(log);
            PredictionId id = predicted(feedback, 1).id();
            feedback.label(id, new Score(1));
            feedback.label(id, new Score(1));
            feedback.label(new PredictionId(9, 9), new Score(1));

            assertThat(records()).hasSize(2);
        }

        @Test
        void observeAndLabel_logFails_joinsAllTheSame() {
            FeedbackLog<String, Score> feedback = open(new PredictionLog() {
                @Override
                public void append(Entry record) {
                    throw new IllegalStateException("disk is full");
                }

                @Override
                public Optional<Predicted> find(PredictionId id) {
                    throw new IllegalStateException("disk is gone");
                }

                @Override
                public void forEach(Consumer<? super Entry> reader) {}
            });

            assertThat(feedback.label(predicted(feedback, 1).id(), new Score(1)))
                    .isEqualTo(Outcome.JOINED);
            assertThat(feedback.label(new PredictionId(9, 9), new Score(1))).isEqualTo(Outcome.UNKNOWN_PREDICTION);
            assertThat(feedback.status().failures()).isEqualTo(3);
        }

        @Test
        void build_recordsThatCantBeRead_areSkippedAndCounted() {
            PredictionId id = new PredictionId(1, 1);
            log.append(new PredictionLog.Predicted(id, START, CHAMPION.ref(), "\"input\"", "{\"score\":"));
            log.append(new PredictionLog.Labelled(id, START, "{\"score\":1}"));

            FeedbackLog<String, Score> feedback = open(log);

            assertThat(feedback.labelled()).isEmpty();
            assertThat(feedback.status().failures()).isOne();
        }

        private List<PredictionLog.Entry> records() {
            List<PredictionLog.Entry> records = new ArrayList<>();
            log.forEach(records::add);
            return records;
        }

        private FeedbackLog<String, Score> open(PredictionLog opened) {
            return FeedbackLog.<String, Score>builder()
                    .clock(clock)
                    .observer(collecting(passed))
                    .predictionLog(
                            opened,
                            String.class,
                            Score.class,
                            reference ->
                                    Optional.of(version(reference.number())).filter(version -> version.number() < 10))
                    .build();
        }
    }

    private static Observation<String, Score> predicted(FeedbackLog<String, Score> feedback, long id) {
        Observation<String, Score> observation = answer(CHAMPION, id, "input " + id, new Score(0.5));
        feedback.onPrediction(observation);
        return observation;
    }

    private static Observer<String, Score> collecting(List<LabelledObservation<String, Score>> target) {
        return new Observer<>() {
            @Override
            public void onLabel(LabelledObservation<String, Score> labelled) {
                target.add(labelled);
            }
        };
    }
}
