package io.modelops.validation;

import static io.modelops.validation.Checks.accuracy;
import static io.modelops.validation.Checks.latency;
import static io.modelops.validation.Checks.logLoss;
import static io.modelops.validation.Checks.meanAbsoluteError;
import static io.modelops.validation.Checks.recorded;
import static io.modelops.validation.Checks.rocAuc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.Example;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.model.PredictionException;
import io.modelops.model.Score;
import io.modelops.model.Verdict;
import io.modelops.spi.Check;
import io.modelops.spi.CheckResult;
import io.modelops.spi.ValidationSubject;
import io.modelops.validation.FakeHost.Row;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValidatorTest {
    private final FakeHost host = new FakeHost();

    private static Check<Object, Object> check(Verdict verdict) {
        return new Check<>() {
            @Override
            public String name() {
                return "always " + verdict;
            }

            @Override
            public CheckResult evaluate(ValidationSubject<?, ?> subject) {
                return CheckResult.of(verdict, "as told");
            }
        };
    }

    private static Check<Object, Object> throwing(Exception failure) {
        return new Check<>() {
            @Override
            public String name() {
                return "throws";
            }

            @Override
            public CheckResult evaluate(ValidationSubject<?, ?> subject) throws Exception {
                throw failure;
            }
        };
    }

    @Test
    void validate_severalChecks_runsEachVersionOnceAndClosesWhatItLoaded() {
        host.point("champion", host.version(1, Holdouts.MODEL));
        ModelVersion candidate = host.version(2, Holdouts.MODEL);

        ValidationReport report = host.validator()
                .require(rocAuc().atLeast(0.8), accuracy().atLeast(0.7))
                .require(logLoss().noWorseThan("champion").atConfidence(0.95))
                .require(rocAuc().noWorseThan("champion"))
                .build()
                .validate(candidate, Holdouts.classification(60));

        assertThat(report.passed()).isTrue();
        assertThat(host.answers).isEqualTo(120);
        assertThat(host.calls)
                .containsExactly(
                        "load churn:2",
                        "load churn:1",
                        "close inference of churn:1",
                        "close churn:1",
                        "close inference of churn:2",
                        "close churn:2");
    }

    @Test
    void validate_noCheckAsksForAnswers_doesNotRunTheModel() {
        ModelVersion candidate = host.version(1, Holdouts.MODEL);

        host.validator().require(recorded("auc").atLeast(0.9)).build().validate(candidate, Holdouts.classification(60));

        assertThat(host.answers).isZero();
        assertThat(host.calls).endsWith("close churn:1");
    }

    @Test
    void validate_championItself_isNotLoadedTwice() {
        ModelVersion champion = host.version(1, Holdouts.MODEL);
        host.point("champion", champion);

        host.validator()
                .require(logLoss().noWorseThan("champion"))
                .build()
                .validate(champion, Holdouts.classification(60));

        assertThat(host.calls).containsOnlyOnce("load churn:1");
    }

    @Test
    void validate_anyReport_isKeptWithTheVersion() {
        ModelVersion candidate = host.version(1, Holdouts.MODEL);

        ValidationReport report =
                host.validator().require(check(Verdict.PASS)).build().validate(candidate, Holdouts.classification(3));

        assertThat(host.kept)
                .containsExactly(new FakeHost.Kept(
                        candidate, Verdict.PASS, "PASS: churn:1 met 1 of 1 requirements on 3 rows", report.toJson()));
    }

    @Test
    void validate_unloadableCandidate_failsWithoutThrowing() {
        ModelVersion broken = host.version(1, Holdouts.MODEL);
        host.models.clear();

        ValidationReport report =
                host.validator().require(check(Verdict.PASS)).build().validate(broken, List.of());

        assertThat(report.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(report.checks()).extracting(CheckOutcome::name).containsExactly("loads", "always PASS");
        assertThat(report.checks().get(0).result().finding())
                .isEqualTo("Could not be loaded: Version churn:1 is broken: expected a model; register another.");
        assertThat(report.checks().get(1).result().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(host.kept).hasSize(1);
    }

    @Test
    void validate_candidateThrowsOnARow_failsEachCheckThatNeedsAnswersAfterOneTry() {
        ModelVersion candidate = host.version(1, row -> {
            if (row.index() == 5) {
                throw new IOException("wire\ncut");
            }
            return new Score(1);
        });

        ValidationReport report = host.validator()
                .require(rocAuc().atLeast(0.8), accuracy().atLeast(0.7), check(Verdict.PASS))
                .build()
                .validate(candidate, Holdouts.classification(60));

        assertThat(report.checks())
                .extracting(outcome -> outcome.result().verdict())
                .containsExactly(Verdict.FAIL, Verdict.FAIL, Verdict.PASS);
        assertThat(report.checks().get(1).result().finding())
                .isEqualTo("Could not be judged: Version churn:1 did not answer example 5 (java.io.IOException: "
                        + "\"wire\\u000acut\"): expected an answer to each; see the cause.");
        assertThat(host.answers).isEqualTo(6);
        assertThat(host.calls).endsWith("close inference of churn:1", "close churn:1");
    }

    @Test
    void validate_checkThrows_failsThatCheckAndJudgesTheOthers() {
        ValidationReport report = host.validator()
                .require(throwing(new IllegalStateException("no <db>")), check(Verdict.PASS))
                .build()
                .validate(host.version(1, Holdouts.MODEL), List.of());

        assertThat(report.checks().get(0).result().verdict()).isEqualTo(Verdict.FAIL);
        assertThat(report.checks().get(0).result().finding())
                .isEqualTo("Could not be judged: java.lang.IllegalStateException: \"no <db>\"");
        assertThat(report.checks().get(1).result().verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void validate_checkIsInterrupted_keepsTheInterruption() {
        ValidationReport report = host.validator()
                .require(throwing(new InterruptedException()))
                .build()
                .validate(host.version(1, Holdouts.MODEL), List.of());

        assertThat(Thread.interrupted()).isTrue();
        assertThat(report.verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void validate_answersNull_fails() {
        ValidationReport report = host.validator()
                .require(accuracy().atLeast(0.1))
                .build()
                .validate(host.version(1, row -> null), Holdouts.classification(60));

        assertThat(report.checks().get(0).result().finding()).contains("answered example 0 with null");
    }

    @Test
    void validate_verdict_isTheWorstOfAll() {
        Validator<Row, Score> validator = host.validator()
                .require(check(Verdict.PASS), check(Verdict.INCONCLUSIVE))
                .build();

        ValidationReport report = validator.validate(host.version(1, Holdouts.MODEL), List.of());

        assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(report.passed()).isFalse();
        assertThat(report.failures()).extracting(CheckOutcome::name).containsExactly("always INCONCLUSIVE");
    }

    @Test
    void validate_sameSeed_givesTheSameReport() {
        host.point("champion", host.version(1, row -> new Score(0.5)));
        ModelVersion candidate = host.version(2, Holdouts.MODEL);
        Validator.Builder<Row, Score> builder = host.validator()
                .require(rocAuc().atLeast(0.8), meanAbsoluteError().noWorseThan("champion"));

        String first =
                builder.build().validate(candidate, Holdouts.classification(60)).toJson();
        String again =
                builder.build().validate(candidate, Holdouts.classification(60)).toJson();
        String other = builder.seed(1)
                .build()
                .validate(candidate, Holdouts.classification(60))
                .toJson();

        assertThat(again).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }

    @Test
    void validate_orderOfChecks_doesNotChangeTheirNumbers() {
        ModelVersion candidate = host.version(1, Holdouts.MODEL);
        var auc = rocAuc().atLeast(0.8);
        var brier = Checks.brier().atMost(0.3);

        ValidationReport one =
                host.validator().require(auc, brier).build().validate(candidate, Holdouts.classification(60));
        ValidationReport other =
                host.validator().require(brier, auc).build().validate(candidate, Holdouts.classification(60));

        assertThat(one.checks().get(0)).isEqualTo(other.checks().get(1));
    }

    @Test
    void progress_fullValidation_risesFromZeroToOne() {
        host.point("champion", host.version(1, Holdouts.MODEL));
        List<Double> shares = new ArrayList<>();

        host.validator()
                .progress(shares::add)
                .require(rocAuc().atLeast(0.8), logLoss().noWorseThan("champion"))
                .build()
                .validate(host.version(2, Holdouts.MODEL), Holdouts.classification(60));

        assertThat(shares)
                .isSorted()
                .doesNotHaveDuplicates()
                .startsWith(0.0)
                .endsWith(1.0)
                .hasSizeGreaterThan(100);
    }

    @Test
    void progress_listenerThrows_doesNotDisturbTheValidation() {
        ValidationReport report = host.validator()
                .progress(share -> {
                    throw new IllegalStateException("closed terminal");
                })
                .require(accuracy().atLeast(0.7))
                .build()
                .validate(host.version(1, Holdouts.MODEL), Holdouts.classification(60));

        assertThat(report.passed()).isTrue();
    }

    @Test
    void validate_holdoutChangedMeanwhile_usesItsOwnCopy() {
        List<Example<Row, Score>> holdout = new ArrayList<>(Holdouts.classification(60));

        ValidationReport report = host.validator()
                .require(accuracy().atLeast(0.7))
                .build()
                .validate(
                        host.version(1, row -> {
                            holdout.clear();
                            return Holdouts.MODEL.predict(row);
                        }),
                        holdout);

        assertThat(report.rows()).isEqualTo(60);
        assertThat(report.passed()).isTrue();
    }

    @Test
    void build_withoutCheck_throws() {
        assertThatThrownBy(() -> host.validator().build())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("needs a requirement");
    }

    @Test
    void build_numericCheckOverAnswersThatAreNoNumbers_throws() {
        var builder = Validator.builder(host, Row.class, String.class).require(rocAuc().atLeast(0.9));

        assertThatThrownBy(builder::build)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Requirement 'roc auc at least 0.9' needs numbers")
                .hasMessageContaining("java.lang.String")
                .hasMessageContaining("scoredBy(...)");
        assertThat(builder.scoredBy(String::length).build()).isNotNull();
        assertThat(Validator.builder(host, Row.class, String.class)
                        .require(latency().p99Under(Duration.ofMillis(20)))
                        .build())
                .isNotNull();
    }

    @Test
    void answers_ownCheckAsksForNumbersThatAreNone_failsWithTheNextStep() {
        Check<Object, Object> labels = new Check<>() {
            @Override
            public String name() {
                return "labels";
            }

            @Override
            public CheckResult evaluate(ValidationSubject<?, ?> subject) {
                return CheckResult.of(Verdict.PASS, subject.labels().length + " labels");
            }
        };

        ValidationReport report = Validator.builder(host, Row.class, String.class)
                .require(labels)
                .build()
                .validate(host.version(1, Holdouts.MODEL), List.of(Example.of(new Row(0, "basic", 0), "yes")));

        assertThat(report.checks().get(0).result().finding()).contains("tell the validator how with scoredBy(...)");
    }

    @Test
    void predict_failureOfTheModel_keepsItsCause() throws Exception {
        IOException cause = new IOException("cut");
        ModelVersion version = host.version(1, row -> {
            throw cause;
        });
        try (HoldoutRun<Row, Score> run = HoldoutRun.of(version, host.load(version, Row.class, Score.class))) {
            assertThatThrownBy(() -> run.predict(new Row(0, "basic", 0), 0))
                    .isInstanceOf(PredictionException.class)
                    .hasCause(cause);
        }
    }
}
