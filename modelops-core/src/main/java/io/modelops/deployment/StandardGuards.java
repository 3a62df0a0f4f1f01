package io.modelops.deployment;

import io.modelops.model.Verdict;
import io.modelops.statistics.Metric;
import io.modelops.statistics.Metrics;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds guards by the names under which a plan in the log lists them. */
final class StandardGuards {
    private static final String NUMBER = "([0-9.]{1,40})";
    private static final String COUNT = "(\\d{1,9})";
    private static final List<Metric> LOSSES = List.of(
            Metrics.meanAbsoluteError(), Metrics.logLoss(), Metrics.brier(), Metrics.meanAbsolutePercentageError());
    private static final List<Form> FORMS = List.of(
            new Form("error rate", found -> Guards.errorRate()),
            new Form("latency p50", found -> Guards.latency().p50()),
            new Form("latency p95", found -> Guards.latency().p95()),
            new Form("latency p99", found -> Guards.latency().p99()),
            new Form(
                    "latency p99 under " + NUMBER + " ms",
                    found -> Guards.latency()
                            .p99Under(Duration.ofNanos(Math.round(Double.parseDouble(found.group(1)) * 1e6)))),
            new Form("score drift", found -> Guards.scoreDrift()),
            new Form("score drift from " + COUNT + " answers", found -> Guards.scoreDrift(count(found, 1))),
            new Form(
                    "agreement on " + NUMBER + " within " + NUMBER + " from " + COUNT + " requests",
                    found -> Guards.agreement(
                            Double.parseDouble(found.group(1)), Double.parseDouble(found.group(2)), count(found, 3))),
            new Form("(\\w+) on " + COUNT + " labels", found -> Guards.labelledLoss(loss(found), count(found, 2))),
            new Form(
                    "better (\\w+) after " + COUNT + " labels of each",
                    found -> Guards.betterAfter(loss(found), count(found, 2))));

    private StandardGuards() {}

    /** The guard of that name: one of those given, or of the library; one that never passes if this process knows none. */
    static Guard named(String name, List<Guard> given) {
        for (Guard guard : given) {
            if (guard.name().equals(name)) {
                return guard;
            }
        }
        for (Form form : FORMS) {
            Matcher found = Pattern.compile(form.pattern()).matcher(name);
            if (found.matches()) {
                try {
                    return form.guard().apply(found);
                } catch (RuntimeException ofAnotherKind) {
                    return new Unknown(name);
                }
            }
        }
        return new Unknown(name);
    }

    private static int count(Matcher found, int group) {
        return Integer.parseInt(found.group(group));
    }

    private static Metric loss(Matcher found) {
        return LOSSES.stream()
                .filter(loss -> loss.name().equals(found.group(1)))
                .findFirst()
                .orElseThrow();
    }

    private record Form(String pattern, Function<Matcher, Guard> guard) {}

    /** A guard that this process can't ask: it leaves the rollout to the processes that can. */
    private record Unknown(String name) implements Guard {
        @Override
        public Judgement judge(RolloutEvidence evidence) {
            return new Judgement(
                    Verdict.INCONCLUSIVE,
                    "this process does not know guard \"" + name
                            + "\"; give it to the deployment with settings.rolloutGuard(guard)");
        }
    }
}
