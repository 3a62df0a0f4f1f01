package io.modelops.registry;

import io.modelops.model.Digest;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelRef;
import io.modelops.model.Verdict;
import io.modelops.registry.internal.Candidate;
import io.modelops.registry.internal.Glob;
import io.modelops.registry.internal.Search;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which versions a search is after, told step by step; what is found meets every condition:
 *
 * <pre>{@code
 * SearchResult page = registry.search(q -> q.model("churn*").tag("team", "growth").metric("auc", atLeast(0.9))
 *     .text("holiday").aliased("champion").newestFirst().limit(20));
 * page.next().ifPresent(last -> registry.search(q -> q.model("churn*").newestFirst().limit(20).after(last)));
 * }</pre>
 *
 * <p>An immutable value; each method returns a new query. Archived and deleted versions are found only if asked for.
 * Without an order, the newest version comes first. Every order is total and rests on what never changes of a version, so
 * no page repeats a version or leaves one out, whatever is registered meanwhile; newer versions come on pages that were
 * not read yet, or not at all if the newest come first.
 */
public final class VersionQuery {
    private static final int USUAL_LIMIT = 50;
    private static final int GREATEST_LIMIT = 10_000;
    private static final Comparator<Candidate> OLDEST_FIRST = Comparator.comparingLong(Candidate::sequence);
    private static final Comparator<Candidate> NEWEST_FIRST = OLDEST_FIRST.reversed();

    static final VersionQuery ALL =
            new VersionQuery("*", List.of(), Set.of(Standing.ACTIVE), NEWEST_FIRST, null, USUAL_LIMIT);

    private final String models;
    private final List<Predicate<? super Candidate>> conditions;
    private final Set<Standing> standings;
    private final Comparator<Candidate> order;
    private final ModelRef.@Nullable Numbered last;
    private final int most;

    private VersionQuery(
            String models,
            List<Predicate<? super Candidate>> conditions,
            Set<Standing> standings,
            Comparator<Candidate> order,
            ModelRef.@Nullable Numbered last,
            int most) {
        this.models = models;
        this.conditions = conditions;
        this.standings = standings;
        this.order = order;
        this.last = last;
        this.most = most;
    }

    /**
     * Of models with such a name.
     *
     * @param pattern a name, in which {@code *} stands for any characters and {@code ?} for one
     * @return a query with it, instead of an earlier one
     */
    public VersionQuery model(String pattern) {
        return new VersionQuery(pattern, conditions, standings, order, last, most);
    }

    /**
     * With a tag, whatever its value.
     *
     * @param key the name of the tag
     * @return a query with this condition, too
     */
    public VersionQuery tag(String key) {
        return and(candidate ->
                candidate.model().tags(candidate.version().number()).containsKey(key));
    }

    /**
     * With a tag of a value.
     *
     * @param key the name of the tag
     * @param value its value
     * @return a query with this condition, too
     */
    public VersionQuery tag(String key, String value) {
        return and(candidate -> value.equals(
                candidate.model().tags(candidate.version().number()).get(key)));
    }

    /**
     * With a metric in a range. A version without the metric is not found, and neither is one whose metric is NaN.
     *
     * @param name the metric
     * @param range where its value has to be
     * @return a query with this condition, too
     */
    public VersionQuery metric(String name, MetricRange range) {
        return and(candidate -> range.contains(candidate.metric(name)));
    }

    /**
     * With a parameter of a value.
     *
     * @param name the parameter
     * @param value its value
     * @return a query with this condition, too
     */
    public VersionQuery parameter(String name, String value) {
        return and(candidate ->
                value.equals(candidate.version().description().parameters().get(name)));
    }

    /**
     * To which an alias of its model points.
     *
     * @param alias the alias, such as {@code champion}
     * @return a query with this condition, too
     */
    public VersionQuery aliased(String alias) {
        return and(candidate -> candidate.model().alias(alias).stream()
                .anyMatch(version -> version.number() == candidate.version().number()));
    }

    /**
     * Of an owner.
     *
     * @param name a person or a team
     * @return a query with this condition, too
     */
    public VersionQuery owner(String name) {
        return and(candidate -> name.equals(candidate.version().description().owner()));
    }

    /**
     * About which something was said: each word occurs in the name of the model, the description, the intended use or a
     * comment, without regard to case.
     *
     * @param words one or more words or parts of words, separated by spaces
     * @return a query with this condition, too
     */
    public VersionQuery text(String words) {
        List<String> plain = Stream.of(Candidate.plain(words).split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
        return and(candidate -> plain.stream().allMatch(candidate::says));
    }

    /**
     * Whose newest validation came to a verdict.
     *
     * @param verdict the verdict
     * @return a query with this condition, too
     */
    public VersionQuery validated(Verdict verdict) {
        return and(candidate -> candidate.model().validation(candidate.version().number()).stream()
                .anyMatch(newest -> newest.verdict() == verdict));
    }

    /**
     * That somebody has approved.
     *
     * @return a query with this condition, too
     */
    public VersionQuery approved() {
        return and(candidate ->
                !candidate.model().approvals(candidate.version().number()).isEmpty());
    }

    /**
     * That was trained on a data set.
     *
     * @param data the digest of the data set
     * @return a query with this condition, too
     */
    public VersionQuery trainedOn(Digest data) {
        return and(candidate -> candidate.version().lineage().dataDigests().contains(data));
    }

    /**
     * That was derived from a version.
     *
     * @param parent the parent
     * @return a query with this condition, too
     */
    public VersionQuery derivedFrom(ModelRef.Numbered parent) {
        return and(candidate -> parent.equals(candidate.version().lineage().parent()));
    }

    /**
     * That was registered in a time.
     *
     * @param from when the time begins
     * @param until when it ends; what was registered right then is not in it
     * @return a query with this condition, too
     */
    public VersionQuery registered(Instant from, Instant until) {
        return and(candidate -> !candidate.version().registeredAt().isBefore(from)
                && candidate.version().registeredAt().isBefore(until));
    }

    /**
     * Of one of these standings.
     *
     * @param wanted the standings; active ones only if this is never called
     * @return a query with them, instead of earlier ones
     */
    public VersionQuery standing(Standing... wanted) {
        return new VersionQuery(models, conditions, Set.copyOf(List.of(wanted)), order, last, most);
    }

    /**
     * The one that was registered last comes first, by the order of the log.
     *
     * @return a query with this order, instead of an earlier one
     */
    public VersionQuery newestFirst() {
        return ordered(NEWEST_FIRST);
    }

    /**
     * The one that was registered first comes first, by the order of the log.
     *
     * @return a query with this order, instead of an earlier one
     */
    public VersionQuery oldestFirst() {
        return ordered(OLDEST_FIRST);
    }

    /**
     * In order of the model's name, then of the version's number.
     *
     * @return a query with this order, instead of an earlier one
     */
    public VersionQuery byName() {
        return ordered(Comparator.<Candidate, String>comparing(
                        candidate -> candidate.version().model().value())
                .thenComparing(OLDEST_FIRST));
    }

    /**
     * The one with the highest value of a metric comes first; those without it come last; of equals the newest first.
     *
     * @param metric the metric
     * @return a query with this order, instead of an earlier one
     */
    public VersionQuery highestFirst(String metric) {
        // NaN, which stands for a metric that is not there, is the greatest of all also when negated
        return ordered(Comparator.<Candidate>comparingDouble(candidate -> -candidate.metric(metric))
                .thenComparing(NEWEST_FIRST));
    }

    /**
     * The one with the lowest value of a metric comes first; those without it come last; of equals the newest first.
     *
     * @param metric the metric
     * @return a query with this order, instead of an earlier one
     */
    public VersionQuery lowestFirst(String metric) {
        return ordered(Comparator.<Candidate>comparingDouble(candidate -> candidate.metric(metric))
                .thenComparing(NEWEST_FIRST));
    }

    /**
     * At most so many on one page.
     *
     * @param versions the number, 1 to 10000; 50 if this is never called
     * @return a query with this limit, instead of an earlier one
     * @throws InvalidInputException if the number is not in that range
     */
    public VersionQuery limit(int versions) {
        if (versions < 1 || versions > GREATEST_LIMIT) {
            throw new InvalidInputException("A page of " + versions + " versions is not possible: expected 1 to "
                    + GREATEST_LIMIT + "; read the rest page by page.");
        }
        return new VersionQuery(models, conditions, standings, order, last, versions);
    }

    /**
     * Begins after a version, in the order of the query.
     *
     * @param version what {@link SearchResult#next} gave for the page before
     * @return a query that goes on there
     */
    public VersionQuery after(ModelRef.Numbered version) {
        return new VersionQuery(models, conditions, standings, order, version, most);
    }

    Search search() {
        List<Predicate<? super Candidate>> all = new ArrayList<>();
        all.add(candidate -> standings.contains(candidate.standing()));
        all.addAll(conditions);
        return new Search(name -> Glob.matches(models, name.value()), all, order, last, most);
    }

    private VersionQuery and(Predicate<? super Candidate> condition) {
        List<Predicate<? super Candidate>> more = new ArrayList<>(conditions);
        more.add(condition);
        return new VersionQuery(models, List.copyOf(more), standings, order, last, most);
    }

    private VersionQuery ordered(Comparator<Candidate> by) {
        return new VersionQuery(models, conditions, standings, by, last, most);
    }
}
