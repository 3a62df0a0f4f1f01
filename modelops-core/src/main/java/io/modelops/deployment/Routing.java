package io.modelops.deployment;

import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelRef;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which versions answer beside the champion, as long as an application wants it: rules by attribute, challengers with fixed
 * shares, and shadows. An immutable value. A request is looked at in this order: the first rule that fits decides; else the
 * shares of the challengers; the rest is for the champion, and for a rollout that may be under way.
 *
 * @param rules in order; the first that fits decides
 * @param challengers versions with a share of the requests that no rule decides
 * @param shadows versions that answer copies of all observed requests; nobody gets their answers
 * @param <I> the type of the inputs
 */
public record Routing<I>(List<Rule<I>> rules, List<Share> challengers, List<ModelRef.Numbered> shadows) {
    /**
     * Copies and keeps the routing.
     *
     * @param rules in order
     * @param challengers versions with a share of the requests
     * @param shadows versions that answer copies
     * @throws InvalidInputException if the shares add up to more than 1, or a version has two shares
     */
    public Routing {
        rules = List.copyOf(rules);
        challengers = List.copyOf(challengers);
        shadows = List.copyOf(shadows);
        double sum = challengers.stream().mapToDouble(Share::weight).sum();
        long versions = challengers.stream().map(Share::version).distinct().count();
        if (sum > 1 || versions < challengers.size()) {
            throw new InvalidInputException("The challengers " + challengers
                    + " can't share the requests: expected each version once, and shares of at most 1 together.");
        }
    }

    /**
     * A version that answers what a rule fits.
     *
     * @param name what messages call it
     * @param fits looks at the input, and at the key or null; what it throws counts as false
     * @param version the version that answers
     * @param <I> the type of the inputs
     */
    public record Rule<I>(
            String name, BiPredicate<? super I, @Nullable CharSequence> fits, ModelRef.Numbered version) {}

    /**
     * A version that answers a share.
     *
     * @param version the version
     * @param weight the share, above 0 and at most 1
     */
    public record Share(ModelRef.Numbered version, double weight) {
        /**
         * Checks and keeps the share.
         *
         * @param version the version
         * @param weight the share
         * @throws InvalidInputException if it is not above 0 and at most 1
         */
        public Share {
            if (!(weight > 0 && weight <= 1)) {
                throw new InvalidInputException("Version " + version + " can't answer " + weight
                        + " of the requests: expected a share above 0 and" + " at most 1, such as 0.1.");
            }
        }
    }

    /**
     * Collects a routing. Not safe for use by several threads.
     *
     * @param <I> the type of the inputs
     */
    public static final class Builder<I> {
        private final List<Rule<I>> rules = new ArrayList<>();
        private final List<Share> challengers = new ArrayList<>();
        private final List<ModelRef.Numbered> shadows = new ArrayList<>();

        Builder() {}

        /**
         * Lets a version answer the inputs that have an attribute.
         *
         * @param name what messages call the rule
         * @param fits looks at the input; what it throws counts as false
         * @param version such as {@code churn:6}
         * @return this
         * @throws InvalidInputException if the version is not given by its number
         */
        public Builder<I> when(String name, Predicate<? super I> fits, String version) {
            rules.add(new Rule<>(name, (input, key) -> fits.test(input), numbered(version)));
            return this;
        }

        /**
         * Lets a version answer those who ask with certain keys.
         *
         * @param name what messages call the rule
         * @param fits looks at the key; requests without one don't fit; what it throws counts as false
         * @param version such as {@code churn:6}
         * @return this
         * @throws InvalidInputException if the version is not given by its number
         */
        public Builder<I> whenKey(String name, Predicate<? super CharSequence> fits, String version) {
            rules.add(new Rule<>(name, (input, key) -> key != null && fits.test(key), numbered(version)));
            return this;
        }

        /**
         * Gives a version a share of the requests that no rule decides. Equal keys get the same version while the shares
         * stay, in every process. When a share changes, a key moves only away from a version whose share has shrunk, the
         * champion's rest included, or to one whose share has grown.
         *
         * @param version such as {@code churn:5}
         * @param weight the share, above 0 and at most 1
         * @return this
         * @throws InvalidInputException if the version is not given by its number, or the share is out of its range
         */
        public Builder<I> challenger(String version, double weight) {
            challengers.add(new Share(numbered(version), weight));
            return this;
        }

        /**
         * Lets a version answer copies of all observed requests, behind a small bounded queue that drops copies first when
         * there is too much to do. Observers see its answers with the role {@link io.modelops.spi.Role#SHADOW}.
         *
         * @param version such as {@code churn:4}
         * @return this
         * @throws InvalidInputException if the version is not given by its number
         */
        public Builder<I> shadow(String version) {
            shadows.add(numbered(version));
            return this;
        }

        Routing<I> build() {
            return new Routing<>(rules, challengers, shadows);
        }

        private static ModelRef.Numbered numbered(String version) {
            if (ModelRef.parse(version) instanceof ModelRef.Numbered numbered) {
                return numbered;
            }
            throw new InvalidInputException("\"" + version
                    + "\" can't be routed to: expected a version by its number, such as churn:5; aliases are for the"
                    + " champion.");
        }
    }
}
