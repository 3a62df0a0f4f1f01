package io.modelops.examples.ridership;

import static io.modelops.deployment.Guards.errorRate;
import static io.modelops.deployment.Guards.scoreDrift;
import static io.modelops.monitoring.Monitors.informOnly;
import static io.modelops.validation.Checks.goldenExamples;
import static io.modelops.validation.Checks.meanAbsoluteError;
import static io.modelops.validation.Checks.signatureCompatibleWith;
import static java.time.Duration.ofDays;

import io.modelops.ModelOps;
import io.modelops.automation.RetrainingPolicy;
import io.modelops.deployment.DeploymentSettings;
import io.modelops.deployment.RolloutPlan;
import io.modelops.monitoring.AlertPolicy;
import io.modelops.monitoring.Monitors;
import io.modelops.statistics.Metric;
import io.modelops.statistics.Metrics;
import io.modelops.validation.Validator;
import java.time.Duration;
import java.time.LocalDate;

/** All the decisions of this example in one place: what is watched, when it is too much, and what happens then. */
final class RidershipPolicy {
    static final String MODEL = "ridership";
    static final String ALIAS = "champion";
    static final LocalDate FIRST_DAY = LocalDate.of(2004, 1, 1);
    static final int FIRST_HOLDOUT_DAYS = 56;

    /** How long it takes until the true ridership of a day is known. */
    static final int LABEL_DELAY_DAYS = 7;

    private static final Metric ERROR = Metrics.meanAbsoluteError();
    private static final int HOLDOUT_DAYS = 28;
    private static final int LEAST_TRAINING_DAYS = 365;
    private static final int MOST_TRAINING_DAYS = 3 * 365;
    private static final Duration COOL_DOWN = ofDays(35);

    /** An error that is as high as the new one's, within 50 riders a day, at 95 % confidence on that side. */
    private static final double MARGIN = 0.05;

    private static final double CONFIDENCE = 0.90;

    /** A version with an error too high three days running is alerted, and again after five weeks at the earliest. */
    static final AlertPolicy ALERTS =
            AlertPolicy.builder().persistence(3, 3).coolDown(COOL_DOWN).build();

    private RidershipPolicy() {}

    static Validator<RidershipDay, Ridership> gateForTheFirst(ModelOps ops, RidershipTable table) {
        return ops.validator(RidershipDay.class, Ridership.class)
                .require(meanAbsoluteError()
                        .noWorseThanFunction("the value of a fortnight before", table.column("Clark_Lake"))
                        .within(MARGIN)
                        .atConfidence(CONFIDENCE))
                .require(goldenExamples())
                .build();
    }

    static Validator<RidershipDay, Ridership> gateForOthers(ModelOps ops) {
        return ops.validator(RidershipDay.class, Ridership.class)
                .require(meanAbsoluteError()
                        .noWorseThan(ALIAS)
                        .within(MARGIN)
                        .atConfidence(CONFIDENCE)
                        .minRows(HOLDOUT_DAYS))
                .require(signatureCompatibleWith(ALIAS))
                .build();
    }

    /**
     * Stations open, close and grow: the inputs of this model drift all the time. So drift informs, and whether it hurts is
     * for the error to say.
     */
    static void watch(DeploymentSettings<RidershipDay, Ridership> deployment, ModelOps ops, RidershipTable table) {
        deployment
                .withoutDefaultMonitors()
                .monitor(Monitors.serviceHealth())
                .monitor(informOnly(
                        Monitors.featureDrift(table.features()).window(365).minSamples(90)))
                .monitor(informOnly(Monitors.predictionDrift(Ridership::thousands)
                        .learnFrom(180)
                        .window(180)
                        .minSamples(90)))
                .monitor(Monitors.performance(ERROR, Ridership::thousands)
                        .window(28)
                        .minSamples(14)
                        .tolerate(1.25)
                        .baseline(
                                version -> ops.validated(version, ERROR.name()).orElse(Double.NaN))
                        .pointEstimate());
    }

    static void retrain(
            RetrainingPolicy.Builder<RidershipDay, Ridership> policy, ModelOps ops, RidershipTable table, long seed) {
        policy.on(alert -> alert.monitor().equals("performance"))
                .retrainWith(RidershipNetwork.trainer(table.features()))
                .knownBefore(table.before(FIRST_DAY))
                .trainOn(LEAST_TRAINING_DAYS, MOST_TRAINING_DAYS)
                .holdOutLatest(HOLDOUT_DAYS)
                .validateWith(gateForOthers(ops))
                .rollOut(RidershipPolicy::rollOut)
                .coolDown(COOL_DOWN)
                .seed(seed);
    }

    /** Nobody gets a new version's answers before it has shadowed ten days without falling out of the ordinary. */
    private static void rollOut(RolloutPlan.Builder plan) {
        plan.shadow(ofDays(10))
                .canary(0.25, 0.5)
                .every(ofDays(3))
                .minimumAnswers(10)
                .guard(errorRate())
                .guard(scoreDrift(10));
    }
}
