package io.modelops.registry;

import static io.modelops.registry.MetricRange.atLeast;
import static io.modelops.registry.MetricRange.atMost;
import static io.modelops.registry.MetricRange.between;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.Actor;
import io.modelops.model.Digest;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelName;
import io.modelops.model.ModelRef;
import io.modelops.model.ModelVersion;
import io.modelops.model.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchTest {
    @TempDir
    private Path directory;

    private RegistryFixture fixture;
    private ModelRegistry registry;

    @BeforeEach
    void open() {
        fixture = new RegistryFixture(Home.MEMORY, directory);
        registry = fixture.registry;
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void search_withoutCondition_findsAllNewestFirst() {
        register("churn", model -> {});
        register("abc", model -> {});
        register("churn", model -> {});

        assertThat(found(q -> q)).containsExactly("churn:2", "abc:1", "churn:1");
        assertThat(found(VersionQuery::oldestFirst)).containsExactly("churn:1", "abc:1", "churn:2");
        assertThat(found(VersionQuery::byName)).containsExactly("abc:1", "churn:1", "churn:2");
    }

    @Test
    void search_emptyRegistry_findsNothing() {
        SearchResult result = registry.search(q -> q.text("any").highestFirst("auc"));

        assertThat(result.versions()).isEmpty();
        assertThat(result.next()).isEmpty();
    }

    @Test
    void search_namePattern_findsModelsOfSuchAName() {
        register("churn", model -> {});
        register("churn-eu", model -> {});
        register("fraud", model -> {});

        assertThat(found(q -> q.model("churn*"))).containsExactly("churn-eu:1", "churn:1");
        assertThat(found(q -> q.model("*r*u*"))).containsExactly("fraud:1", "churn-eu:1");
        assertThat(found(q -> q.model("?raud"))).containsExactly("fraud:1");
        assertThat(found(q -> q.model("churn"))).containsExactly("churn:1");
        assertThat(found(q -> q.model("[a-z]*"))).isEmpty();
        assertThat(found(q -> q.model("*a".repeat(200))))
                .as("a hostile pattern ends soon")
                .isEmpty();
    }

    @Test
    void search_tags_areThoseOfRegistrationAndThoseSetSince() {
        ModelVersion first = register("churn", model -> model.tag("team", "growth"));
        ModelVersion second = register("churn", model -> {});
        registry.tag(second, "team", "growth");

        assertThat(found(q -> q.tag("team", "growth"))).containsExactly("churn:2", "churn:1");
        registry.tag(first, "team", "risk");
        assertThat(found(q -> q.tag("team", "growth"))).containsExactly("churn:2");
        registry.tag(second, "team", null);
        assertThat(found(q -> q.tag("team"))).containsExactly("churn:1");
        assertThat(registry.tags(first)).containsEntry("team", "risk");
    }

    @Test
    void search_metrics_areInTheRangeOrNotFound() {
        register("churn", model -> model.metric("auc", 0.8));
        register("churn", model -> model.metric("auc", 0.9));
        register("churn", model -> model.metric("mae", 3));

        assertThat(found(q -> q.metric("auc", atLeast(0.9)))).containsExactly("churn:2");
        assertThat(found(q -> q.metric("auc", atMost(0.89)))).containsExactly("churn:1");
        assertThat(found(q -> q.metric("auc", between(0.8, 0.9)))).containsExactly("churn:2", "churn:1");
        assertThat(found(q -> q.metric("auc", atLeast(0)).metric("mae", atLeast(0))))
                .isEmpty();
        assertThat(atLeast(0).contains(Double.NaN)).isFalse();
        assertThatThrownBy(() -> atLeast(Double.NaN)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> between(2, 1)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void search_orderOfAMetric_putsThoseWithoutItLastAndOfEqualsTheNewestFirst() {
        register("churn", model -> model.metric("auc", 0.8));
        register("churn", model -> {});
        register("churn", model -> model.metric("auc", 0.9));
        register("churn", model -> model.metric("auc", 0.8));
        register("churn", model -> {});

        assertThat(found(q -> q.highestFirst("auc")))
                .containsExactly("churn:3", "churn:4", "churn:1", "churn:5", "churn:2");
        assertThat(found(q -> q.lowestFirst("auc")))
                .containsExactly("churn:4", "churn:1", "churn:3", "churn:5", "churn:2");
    }

    @Test
    void search_otherConditions_areAllMet() {
        Digest data = Digest.of("data");
        ModelVersion first = register("churn", model -> model.owner("growth").parameter("rate", "0.1"));
        ModelVersion second =
                register("churn", model -> model.derivedFrom(first).trainedOn(data));
        registry.point("champion").to(second);
        registry.approve(first, Actor.by("ana"), "");
        registry.keepValidation(second, Verdict.FAIL, "", "{}");
        registry.keepValidation(second, Verdict.PASS, "", "{}");

        assertThat(found(q -> q.owner("growth"))).containsExactly("churn:1");
        assertThat(found(q -> q.parameter("rate", "0.1"))).containsExactly("churn:1");
        assertThat(found(q -> q.parameter("rate", "0.2"))).isEmpty();
        assertThat(found(q -> q.aliased("champion"))).containsExactly("churn:2");
        assertThat(found(q -> q.approved())).containsExactly("churn:1");
        assertThat(found(q -> q.validated(Verdict.PASS))).containsExactly("churn:2");
        assertThat(found(q -> q.validated(Verdict.FAIL))).as("not the newest").isEmpty();
        assertThat(found(q -> q.derivedFrom(first.ref()))).containsExactly("churn:2");
        assertThat(found(q -> q.trainedOn(data))).containsExactly("churn:2");
        assertThat(found(q -> q.registered(RegistryFixture.START, RegistryFixture.START)))
                .isEmpty();
        assertThat(found(q -> q.registered(RegistryFixture.START, RegistryFixture.START.plusNanos(1))))
                .hasSize(2);
        assertThat(found(q -> q.aliased("champion").approved())).isEmpty();
    }

    @Test
    void search_text_findsEveryWordInDescriptionUseAndComments() {
        ModelVersion first = register("churn", model -> model.describedAs("Knows the HOLIDAY season.\nNo Größe."));
        register("churn", model -> model.intendedFor("Not for holidays"));
        registry.comment(first, Actor.by("ana"), "Reviewed with the risk team");

        assertThat(found(q -> q.text("holiday"))).containsExactly("churn:2", "churn:1");
        assertThat(found(q -> q.text(" risk   Holiday "))).containsExactly("churn:1");
        assertThat(found(q -> q.text("gro\u0308ße"))).as("an accent of its own").containsExactly("churn:1");
        assertThat(found(q -> q.text("holiday fraud"))).isEmpty();
        assertThat(found(q -> q.text("  "))).hasSize(2);
    }

    @Test
    void search_archivedAndDeleted_areFoundIfAskedFor() {
        ModelVersion first = register("churn", model -> {});
        ModelVersion second = register("churn", model -> {});
        register("churn", model -> {});
        registry.archive(first, Actor.by("ana"), "");
        registry.delete(second, Actor.by("ana"), "");

        assertThat(found(q -> q)).containsExactly("churn:3");
        assertThat(found(q -> q.standing(Standing.ARCHIVED))).containsExactly("churn:1");
        assertThat(found(q -> q.standing(Standing.DELETED, Standing.DELETED))).containsExactly("churn:2");
        assertThat(found(q -> q.standing(Standing.values()))).containsExactly("churn:3", "churn:2", "churn:1");
    }

    @Test
    void search_pages_goOnWhereTheLastOneEnded() {
        for (int version = 0; version < 7; version++) {
            int digit = version % 3;
            register("churn", model -> model.metric("auc", digit));
        }

        for (UnaryOperator<VersionQuery> order : List.<UnaryOperator<VersionQuery>>of(
                VersionQuery::newestFirst,
                VersionQuery::oldestFirst,
                VersionQuery::byName,
                q -> q.highestFirst("auc"))) {
            assertThat(pages(order, 3)).isEqualTo(found(order)).hasSize(7);
        }
        assertThat(registry.search(q -> q.limit(7)).next()).isEmpty();
    }

    @Test
    void search_pageAfterADeletedVersion_goesOnThere() {
        register("churn", model -> {});
        ModelVersion second = register("churn", model -> {});
        ModelVersion third = register("churn", model -> {});

        ModelRef.Numbered last = registry.search(q -> q.limit(2)).next().orElseThrow();
        registry.delete(second, Actor.by("ana"), "");

        assertThat(last).isEqualTo(second.ref());
        assertThat(found(q -> q.after(last))).containsExactly("churn:1");
        assertThat(found(q -> q.after(third.ref()))).containsExactly("churn:1");
    }

    @Test
    void search_whileOthersRegister_repeatsAndLosesNothing() throws Exception {
        for (int version = 0; version < 40; version++) {
            register("churn", model -> {});
        }
        List<String> before = found(VersionQuery::newestFirst);
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<?> writer = thread.submit(() -> {
                while (!over.get() && registry.versions("churn").size() < 2_000) {
                    register("churn", model -> {});
                }
            });
            ModelRef.Numbered newest = new ModelRef.Numbered(ModelName.of("churn"), 40);
            for (int round = 0; round < 20; round++) {
                List<String> paged = new ArrayList<>(List.of(newest.toString()));
                paged.addAll(pages(q -> q.newestFirst().after(newest), 3));
                assertThat(paged).isEqualTo(before);
            }
            over.set(true);
            writer.get();
        } finally {
            over.set(true);
            thread.shutdown();
        }
    }

    @Test
    void search_impossiblePage_throws() {
        register("churn", model -> {});

        assertThatThrownBy(() -> found(q -> q.limit(0))).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> found(q -> q.limit(10_001))).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> found(q -> q.after(new ModelRef.Numbered(ModelName.of("churn"), 2))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("churn:2");
    }

    private ModelVersion register(String name, Consumer<Registration> details) {
        return registry.register(name, fixture.file("m.onnx", name), details);
    }

    private List<String> found(UnaryOperator<VersionQuery> query) {
        return registry.search(query).versions().stream()
                .map(ModelVersion::toString)
                .toList();
    }

    private List<String> pages(UnaryOperator<VersionQuery> query, int size) {
        List<String> all = new ArrayList<>();
        SearchResult page = registry.search(q -> query.apply(q).limit(size));
        page.versions().forEach(version -> all.add(version.toString()));
        for (Optional<ModelRef.Numbered> last = page.next(); last.isPresent(); last = page.next()) {
            ModelRef.Numbered begin = last.get();
            page = registry.search(q -> query.apply(q).limit(size).after(begin));
            assertThat(page.versions()).hasSizeBetween(1, size);
            page.versions().forEach(version -> all.add(version.toString()));
        }
        return all;
    }
}
