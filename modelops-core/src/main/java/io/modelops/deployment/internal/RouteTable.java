package io.modelops.deployment.internal;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Who answers beside the champion: one immutable value that each request reads once.
 *
 * <p>Keys are shared out by weighted rendezvous hashing: each version draws an exponential variable from the key, and the
 * one with the least variable over weight answers. What a version draws for a key depends on nothing else. So when weights
 * change, a key that moves from one version to another does so because the first's weight has shrunk or the other's has
 * grown: else the first would still have the least quotient. The champion draws as "the champion", whichever version that
 * is, so that a promotion moves no key.
 */
public final class RouteTable<I, O> {
    private static final Hasher64 HASH = Hashing.wyhashFinal4();
    private static final long CHAMPION = StickyShare.saltOf("champion");

    private final List<Rule<I, O>> rules;
    private final List<Arm<I, O>> arms;
    private final List<Generation<I, O>> shadows;
    private final double rest;

    /** A rule and who answers what it fits. */
    public record Rule<I, O>(BiPredicate<? super I, @Nullable CharSequence> fits, Generation<I, O> version) {}

    /** A version and its share. */
    public record Arm<I, O>(Generation<I, O> version, double weight, long salt) {}

    public RouteTable(List<Rule<I, O>> rules, List<Arm<I, O>> arms, List<Generation<I, O>> shadows) {
        this.rules = List.copyOf(rules);
        this.arms = List.copyOf(arms);
        this.shadows = List.copyOf(shadows);
        this.rest = Math.max(0, 1 - arms.stream().mapToDouble(Arm::weight).sum());
    }

    /** The share that is the champion's. */
    double rest() {
        return rest;
    }

    /** Those who answer requests, and the share of each; 0 for who answers only what a rule gives it. */
    Map<Generation<I, O>, Double> weights() {
        Map<Generation<I, O>, Double> weights = new LinkedHashMap<>();
        arms.forEach(arm -> weights.put(arm.version(), arm.weight()));
        rules.forEach(rule -> weights.putIfAbsent(rule.version(), 0.0));
        return weights;
    }

    /** Whether who answers depends on the input. */
    public boolean hasRules() {
        return !rules.isEmpty();
    }

    /** Who answers copies of all requests. */
    public List<Generation<I, O>> shadows() {
        return shadows;
    }

    /**
     * Who answers a request, or null if it is the champion's.
     *
     * @param place between 0 and 1, at random; for requests without a key
     */
    public @Nullable Generation<I, O> choose(I input, @Nullable CharSequence key, double place) {
        for (Rule<I, O> rule : rules) {
            if (fits(rule, input, key)) {
                return rule.version();
            }
        }
        return key == null ? at(place) : of(key);
    }

    private @Nullable Generation<I, O> at(double place) {
        double below = 0;
        for (Arm<I, O> arm : arms) {
            below += arm.weight();
            if (place < below) {
                return arm.version();
            }
        }
        return null;
    }

    private @Nullable Generation<I, O> of(CharSequence key) {
        if (arms.isEmpty()) {
            return null;
        }
        long hash = HASH.hashStream().putString(key.toString()).getAsLong();
        Generation<I, O> winner = null;
        double least = rest == 0 ? Double.POSITIVE_INFINITY : drawn(hash, CHAMPION) / rest;
        for (Arm<I, O> arm : arms) {
            double quotient = drawn(hash, arm.salt()) / arm.weight();
            if (quotient < least) {
                least = quotient;
                winner = arm.version();
            }
        }
        return winner;
    }

    /** An exponential variable; above 0, because places are below 1. */
    private static double drawn(long hash, long salt) {
        return -Math.log1p(-StickyShare.of(hash, salt)) + Double.MIN_NORMAL;
    }

    private static <I, O> boolean fits(Rule<I, O> rule, I input, @Nullable CharSequence key) {
        try {
            return rule.fits().test(input, key);
        } catch (RuntimeException | Error notToBeFelt) {
            // A rule is the application's code: what it throws must not fail a prediction that the champion can make.
            return false;
        }
    }
}
