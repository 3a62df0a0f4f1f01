package io.modelops.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.Actor;
import io.modelops.model.ConflictException;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelName;
import io.modelops.model.ModelVersion;
import io.modelops.model.NotFoundException;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(Home.class)
class AliasMoveTest {
    @Parameter
    private Home home;

    @TempDir
    private Path directory;

    private RegistryFixture fixture;
    private ModelRegistry registry;
    private ModelVersion first;
    private ModelVersion second;

    @BeforeEach
    void open() {
        fixture = new RegistryFixture(home, directory);
        registry = fixture.registry;
        first = fixture.register("a");
        second = fixture.register("b");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void to_newAlias_pointsIt() {
        LogEntry entry = registry.point("champion").to(second);

        assertThat(registry.get("churn@champion")).isEqualTo(second);
        assertThat(registry.aliases("churn")).containsExactly(Map.entry("champion", 2));
        assertThat(entry.event()).isEqualTo(new RegistryEvent.AliasMoved(ModelName.of("churn"), "champion", null, 2));
        assertThat(entry.actor()).isEqualTo(Actor.by("test"));
        assertThat(entry.reason()).isEmpty();
        assertThat(registry.head()).contains(entry);
    }

    @Test
    void to_fromWhereItPoints_movesIt() {
        registry.point("champion").to(first);

        LogEntry entry = registry.point("champion")
                .from(first)
                .by(Actor.by("ana"))
                .because("better")
                .to(second);

        assertThat(registry.get("churn@champion")).isEqualTo(second);
        assertThat(entry.event()).isEqualTo(new RegistryEvent.AliasMoved(ModelName.of("churn"), "champion", 1, 2));
        assertThat(entry.actor()).isEqualTo(Actor.by("ana"));
        assertThat(entry.reason()).isEqualTo("better");
    }

    @Test
    void to_aliasThatExistsWithoutFrom_throwsAndSaysWhereItPoints() {
        registry.point("champion").to(first);

        assertThat(fixture.failing(() -> registry.point("champion").to(second)))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("Alias churn@champion was not moved to version 2")
                .hasMessageContaining("expected to point to nothing, but somebody has pointed it to version 1")
                .hasMessageContaining("registry.history(\"churn\")");
        assertThat(registry.get("churn@champion")).isEqualTo(first);
    }

    @Test
    void to_fromElsewhere_throwsAndSaysWhereItPoints() {
        registry.point("champion").to(first);
        ModelVersion third = fixture.register("c");

        assertThat(fixture.failing(() -> registry.point("champion").from(third).to(second)))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("expected to point to version 3, but somebody has pointed it to version 1");
    }

    @Test
    void to_fromAVersionButAliasDoesNotExist_throws() {
        assertThat(fixture.failing(() -> registry.point("champion").from(first).to(second)))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("expected to point to version 1, but somebody has pointed it to nothing");
    }

    @Test
    void to_movedByAnotherRegistryMeanwhile_throws() {
        registry.point("champion").to(first);
        ModelRegistry other = fixture.open();
        registry.point("champion").from(first).to(second);

        assertThat(fixture.failing(() -> other.point("champion").from(first).to(second)))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("somebody has pointed it to version 2");
        assertThat(other.get("churn@champion")).isEqualTo(second);
    }

    @Test
    void to_versionThatIsNotThere_throws() {
        ModelVersion unknown =
                new ModelVersion(first.model(), 9, first.description(), first.registeredAt(), first.registeredBy());

        assertThat(fixture.failing(() -> registry.point("champion").to(unknown)))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("There is no churn:9");
        assertThat(registry.aliases("churn")).isEmpty();
    }

    @Test
    void to_versionOfAnotherRegistry_throws() {
        try (RegistryFixture elsewhere = new RegistryFixture(Home.MEMORY, directory)) {
            ModelVersion foreign = elsewhere.register("something else");

            assertThat(fixture.failing(() -> registry.point("champion").to(foreign)))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining("another version of that number");
        }
    }

    @Test
    void to_versionOfAnotherModelThanFrom_throws() {
        ModelVersion other = registry.register("other", fixture.file("o.onnx", "o"), model -> {});
        registry.point("champion").to(first);

        assertThat(fixture.failing(() -> registry.point("champion").from(first).to(other)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("can't move from churn:1 to other:1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Champion", "a b", "../x", "a\nb", "7"})
    void to_aliasThatIsNotAllowed_throwsOneLine(String alias) {
        assertThat(fixture.failing(() -> registry.point(alias).to(first)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageNotContaining("\n");
        assertThat(fixture.failing(() -> registry.point(alias).away()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageNotContaining("\n");
    }

    @Test
    void away_fromWhereItPoints_takesItAway() {
        registry.point("champion").to(first);

        LogEntry entry = registry.point("champion").from(first).away();

        assertThat(registry.find("churn@champion")).isEmpty();
        assertThat(registry.aliases("churn")).isEmpty();
        assertThat(entry.event()).isEqualTo(new RegistryEvent.AliasMoved(ModelName.of("churn"), "champion", 1, null));
        assertThat(registry.point("champion").to(second).sequence()).isEqualTo(entry.sequence() + 1);
    }

    @Test
    void away_fromElsewhere_throws() {
        registry.point("champion").to(first);

        assertThat(fixture.failing(() -> registry.point("champion").from(second).away()))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("was not moved to nothing")
                .hasMessageContaining("somebody has pointed it to version 1");
    }

    @Test
    void away_withoutFrom_throws() {
        registry.point("champion").to(first);

        assertThat(fixture.failing(() -> registry.point("champion").away()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("call from(version)");
    }

    @Test
    void to_sameOperationAgain_movesNothingTwice() {
        UUID operation = UUID.randomUUID();
        LogEntry entry = registry.point("champion").operation(operation).to(first);
        registry.point("champion").from(first).to(second);

        assertThat(registry.point("champion").operation(operation).to(first)).isEqualTo(entry);

        assertThat(registry.get("churn@champion")).isEqualTo(second);
    }

    @Test
    void to_operationOfSomethingElse_throws() {
        UUID operation = registry.head().orElseThrow().operation();

        assertThat(fixture.failing(
                        () -> registry.point("champion").operation(operation).to(first)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is a Registered of model churn");
    }
}
