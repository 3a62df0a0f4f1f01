package io.modelops.deployment;

import io.modelops.deployment.RolloutPlan.Kind;
import io.modelops.deployment.RolloutPlan.Stage;
import io.modelops.model.Actor;
import io.modelops.model.InvalidInputException;
import io.modelops.model.Quoted;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The plan of a rollout in words that people read in the history and processes read to go on with it, such as {@code shadow
 * for 10 m, canary 25 % for 5 m and 500 answers until approved; 30 answers at least; within 1 h; guarded by error rate}.
 */
final class PlanText {
    private static final Pattern STAGE = Pattern.compile(
            "(?:(?<times>\\d{1,6}) times )?(?<kind>shadow|canary|blue/green|A/B test|bandit)"
                    + "(?: (?<percent>[0-9.]{1,40}) %)?"
                    + " for (?<lasts>[-0-9a-z. ]{1,60}?)(?: and (?<answers>\\d{1,9}) answers)?(?<approved> until approved)?");
    private static final Pattern MINIMUM = Pattern.compile("(\\d{1,9}) answers at least");
    private static final String WITHIN = "within ";
    private static final String UNCHECKED = "split unchecked";
    private static final String GUARDED = "guarded by ";

    private PlanText() {}

    static String of(RolloutPlan plan) {
        return stages(plan.stages()) + "; " + plan.minimumAnswers() + " answers at least; " + WITHIN
                + of(plan.deadline()) + (plan.isSplitChecked() ? "" : "; " + UNCHECKED) + "; " + GUARDED
                + plan.guards().stream().map(Guard::name).collect(Collectors.joining(", "));
    }

    /**
     * Reads a plan.
     *
     * @param guards finds a guard by its name
     * @throws InvalidInputException if it is not in the form that {@link #of(RolloutPlan)} writes
     */
    static RolloutPlan parse(String text, Function<String, Guard> guards, Actor actor, String reason) {
        try {
            List<String> parts = new ArrayList<>(Arrays.asList(text.split("; ", -1)));
            List<Stage> stages = new ArrayList<>();
            for (String stage : parts.remove(0).split(", ", -1)) {
                stages.addAll(stage(stage));
            }
            int minimum = Integer.parseInt(matched(MINIMUM, parts.remove(0)).group(1));
            Duration deadline = duration(after(WITHIN, parts.remove(0)));
            boolean unchecked = parts.remove(UNCHECKED);
            List<Guard> named = Arrays.stream(after(GUARDED, parts.remove(0)).split(", ", -1))
                    .map(guards)
                    .toList();
            return new RolloutPlan(stages, named, minimum, deadline, !unchecked, actor, reason);
        } catch (RuntimeException unreadable) {
            throw new InvalidInputException(
                    "The plan of a rollout can't be read: " + Quoted.of(text)
                            + "; perhaps another version of the library wrote it; use that one, or end the rollout with"
                            + " registry.abandonRollout.",
                    unreadable);
        }
    }

    private static String stages(List<Stage> stages) {
        List<String> words = new ArrayList<>();
        for (int first = 0; first < stages.size(); ) {
            int next = first + 1;
            while (next < stages.size() && stages.get(next).equals(stages.get(first))) {
                next++;
            }
            words.add((next - first > 1 ? next - first + " times " : "") + of(stages.get(first)));
            first = next;
        }
        return String.join(", ", words);
    }

    private static String of(Stage stage) {
        return stage.description() + " for " + of(stage.lasts())
                + (stage.answers() > 0 ? " and " + stage.answers() + " answers" : "")
                + (stage.isApproved() ? " until approved" : "");
    }

    private static List<Stage> stage(String text) {
        Matcher words = matched(STAGE, text);
        Kind kind = Arrays.stream(Kind.values())
                .filter(candidate -> candidate.words.equals(words.group("kind")))
                .findFirst()
                .orElseThrow();
        String percent = words.group("percent");
        double weight = percent == null
                ? (kind == Kind.BLUE_GREEN ? 1 : 0)
                : new BigDecimal(percent).movePointLeft(2).doubleValue();
        String answers = words.group("answers");
        Stage stage = new Stage(
                kind,
                weight,
                duration(words.group("lasts")),
                answers == null ? 0 : Integer.parseInt(answers),
                words.group("approved") != null);
        String times = words.group("times");
        return Collections.nCopies(times == null ? 1 : Integer.parseInt(times), stage);
    }

    /** As people say it: {@code 10 d}, {@code 1 h 30 m}. */
    private static String of(Duration duration) {
        String clock =
                duration.minusDays(duration.toDays()).toString().substring(2).toLowerCase(Locale.ROOT);
        String days = duration.toDays() > 0 ? duration.toDays() + " d " : "";
        boolean wholeDays = duration.toDays() > 0 && clock.equals("0s");
        return (days + (wholeDays ? "" : clock.replaceAll("(\\d)([hms])", "$1 $2 "))).strip();
    }

    private static Duration duration(String words) {
        String compact = words.replace(" ", "").toUpperCase(Locale.ROOT);
        int days = compact.indexOf('D') + 1;
        String clock = compact.substring(days);
        return Duration.parse("P" + compact.substring(0, days) + (clock.isEmpty() ? "" : "T" + clock));
    }

    private static Matcher matched(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        return matcher;
    }

    private static String after(String beginning, String text) {
        if (!text.startsWith(beginning)) {
            throw new IllegalArgumentException(text);
        }
        return text.substring(beginning.length());
    }
}
