package io.modelops.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.Actor;
import io.modelops.model.DataType;
import io.modelops.model.Digest;
import io.modelops.model.Example;
import io.modelops.model.FeatureKind;
import io.modelops.model.FeatureSpec;
import io.modelops.model.InvalidInputException;
import io.modelops.model.Lineage;
import io.modelops.model.Manifest;
import io.modelops.model.ModelDescription;
import io.modelops.model.ModelName;
import io.modelops.model.ModelVersion;
import io.modelops.model.NotFoundException;
import io.modelops.model.Profile;
import io.modelops.model.Score;
import io.modelops.model.Signature;
import io.modelops.model.TensorSpec;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(Home.class)
class RegisterTest {
    private static final class Unwritable {
        @SuppressWarnings("unused") // Jackson calls it.
        public int getValue() {
            throw new UnsupportedOperationException("no value");
        }
    }

    @Parameter
    private Home home;

    @TempDir
    private Path directory;

    private RegistryFixture fixture;
    private ModelRegistry registry;

    @BeforeEach
    void open() {
        fixture = new RegistryFixture(home, directory);
        registry = fixture.registry;
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void register_file_isTheFirstVersionOfItsModel() {
        ModelVersion version = registry.register("churn", fixture.file("churn.onnx", "abc"), model -> {});

        assertThat(version).hasToString("churn:1");
        assertThat(version.format()).isEqualTo("onnx");
        assertThat(version.description().manifest().files())
                .containsExactly(new Manifest.File("churn.onnx", Digest.of("abc"), 3));
        assertThat(version.registeredAt()).isEqualTo(RegistryFixture.START);
        assertThat(version.registeredBy()).isEqualTo(Actor.by("test"));
        assertThat(version.signature()).isEmpty();
        assertThat(version.lineage()).isEqualTo(Lineage.UNKNOWN);
        assertThat(registry.get("churn:1")).isEqualTo(version);
        assertThat(fixture.contents()).containsExactly(Digest.of("abc").hex());
    }

    @Test
    void register_directory_hasAllItsFilesByRelativePath() {
        fixture.file("net/model.onnx", "model");
        fixture.file("net/weights/a/0.bin", "zero");
        fixture.file("net/weights/1.bin", "zero");
        Path source = fixture.file("net/empty.txt", "").getParent();

        ModelVersion version = registry.register("net", source, model -> model.format("onnx"));

        assertThat(version.description().manifest().files())
                .containsExactly(
                        new Manifest.File("empty.txt", Digest.of(""), 0),
                        new Manifest.File("model.onnx", Digest.of("model"), 5),
                        new Manifest.File("weights/1.bin", Digest.of("zero"), 4),
                        new Manifest.File("weights/a/0.bin", Digest.of("zero"), 4));
        assertThat(fixture.contents()).hasSize(3);
    }

    @Test
    void register_again_countsWithoutGapsPerModel() {
        assertThat(Stream.of("a", "b", "b", "c")
                        .map(content -> fixture.register(content).number()))
                .containsExactly(1, 2, 3, 4);
        assertThat(registry.register("other", fixture.file("o.onnx", "o"), model -> {})
                        .number())
                .isOne();
        assertThat(registry.versions("churn")).extracting(ModelVersion::number).containsExactly(1, 2, 3, 4);
        assertThat(registry.get("churn:2").digest())
                .isEqualTo(registry.get("churn:3").digest());
        assertThat(registry.models()).containsExactly(ModelName.of("churn"), ModelName.of("other"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"m.onnx", "m.ONNX", "m.v2.Onnx"})
    void register_onnxExtension_isFormatOnnx(String name) {
        assertThat(registry.register("m", fixture.file(name, "x"), model -> {}).format())
                .isEqualTo("onnx");
    }

    @Test
    void register_ptExtension_isFormatTorchscript() {
        assertThat(registry.register("m", fixture.file("m.pt", "x"), model -> {})
                        .format())
                .isEqualTo("torchscript");
    }

    @Test
    void register_formatSaid_countsMoreThanTheExtension() {
        assertThat(registry.register("m", fixture.file("m.pt", "x"), model -> model.format("onnx"))
                        .format())
                .isEqualTo("onnx");
    }

    @Test
    void register_formatNotObvious_throws() {
        fixture.file("net/m.onnx", "x");
        for (Path source : List.of(
                fixture.file("m.bin", "x"),
                fixture.file("onnx2", "x"),
                fixture.file("net/y", "y").getParent())) {
            assertThat(fixture.failing(() -> registry.register("m", source, model -> {})))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("not obvious from its name")
                    .hasMessageContaining("format(");
        }
    }

    @Test
    void register_everyDetail_isReadBackFromAnotherRegistry() {
        ModelVersion parent = fixture.register("first");
        Signature signature = Signature.of(
                        TensorSpec.of("input", DataType.FLOAT32, -1, 20),
                        TensorSpec.of("score", DataType.FLOAT32, -1, 1))
                .withFeatures(List.of(new FeatureSpec("plan", FeatureKind.CATEGORICAL)));

        registry.register(
                "churn",
                fixture.file("churn.onnx", "second"),
                model -> model.signature(signature)
                        .metric("auc", 0.912)
                        .metric("logloss", 1.0 / 3)
                        .parameter("learning rate", "0.01\n")
                        .builtFrom("git:9f2c1d7")
                        .trainedOn(Digest.of("data"))
                        .trainedOn(Digest.of("more data"))
                        .trainedOn(new Profile(0, List.of()))
                        .goldenExamples(List.of(Example.of("x", new Score(1))))
                        .attach("card", new byte[] {1, 2})
                        .derivedFrom(parent)
                        .causedBy("alert-7")
                        .owner("growth-team")
                        .describedAs("Größer \u202e und besser")
                        .intendedFor("Ranking only")
                        .tag("team", "growth")
                        .tag("audited", "")
                        .by(Actor.by("ana"))
                        .because("weekly"));

        ModelVersion version = fixture.open().get("churn:2");
        ModelDescription said = version.description();
        assertThat(version.signature()).contains(signature);
        assertThat(version.metrics()).containsExactly(Map.entry("auc", 0.912), Map.entry("logloss", 1.0 / 3));
        assertThat(said.parameters()).containsExactly(Map.entry("learning rate", "0.01\n"));
        assertThat(version.lineage())
                .isEqualTo(new Lineage(
                        "git:9f2c1d7", List.of(Digest.of("data"), Digest.of("more data")), parent.ref(), "alert-7"));
        assertThat(said.attachments())
                .containsOnlyKeys(ModelDescription.TRAINING_PROFILE, ModelDescription.GOLDEN_EXAMPLES, "card");
        assertThat(said.owner()).isEqualTo("growth-team");
        assertThat(said.text()).isEqualTo("Größer \u202e und besser");
        assertThat(said.intendedUse()).isEqualTo("Ranking only");
        assertThat(fixture.open().tags(version)).containsExactly(Map.entry("audited", ""), Map.entry("team", "growth"));
        assertThat(version.registeredBy()).isEqualTo(Actor.by("ana"));
        assertThat(registry.head().orElseThrow().reason()).isEqualTo("weekly");
        assertThat(version).isEqualTo(registry.get("churn:2"));
    }

    static Stream<Consumer<Registration>> givenTwice() {
        Signature signature = new Signature(List.of(), List.of());
        return Stream.of(
                model -> model.format("a").format("a"),
                model -> model.signature(signature).signature(signature),
                model -> model.metric("auc", 1).metric("auc", 2),
                model -> model.parameter("rate", "1").parameter("rate", "2"),
                model -> model.builtFrom("a").builtFrom("b"),
                model -> model.trainedOn(new Profile(1, List.of())).trainedOn(new Profile(1, List.of())),
                model -> model.goldenExamples(List.of()).goldenExamples(List.of()),
                model -> model.attach("card", new byte[0]).attach("card", new byte[0]),
                model -> model.tag("team", "a").tag("team", "b"),
                model -> model.causedBy("a").causedBy("b"),
                model -> model.owner("a").owner("b"),
                model -> model.by(Actor.by("a")).by(Actor.by("b")));
    }

    @ParameterizedTest
    @MethodSource("givenTwice")
    void register_detailGivenTwice_throws(Consumer<Registration> details) {
        Path source = fixture.file("m.onnx", "x");

        assertThat(fixture.failing(() -> registry.register("m", source, details)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("was given twice")
                .hasMessageContaining("give it once");
    }

    @Test
    void register_hostileNameGivenTwice_throwsOneLine() {
        Path source = fixture.file("m.onnx", "x");

        assertThat(fixture.failing(() -> registry.register(
                        "m",
                        source,
                        model -> model.parameter("a\nINFO forged", "1").parameter("a\nINFO forged", "2"))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void register_metricThatIsNotFinite_throws(double value) {
        Path source = fixture.file("m.onnx", "x");

        assertThat(fixture.failing(() -> registry.register("m", source, model -> model.metric("auc", value))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("expected a finite number");
    }

    @Test
    void register_goldenExamplesThatAreNoData_throws() {
        Path source = fixture.file("m.onnx", "x");
        List<Example<Unwritable, Score>> examples = List.of(Example.of(new Unwritable(), new Score(1)));

        assertThat(fixture.failing(() -> registry.register("m", source, model -> model.goldenExamples(examples))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("can't be written as JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "a/b", "", "Churn", "c\nd"})
    void register_nameThatIsNotAllowed_throws(String name) {
        Path source = fixture.file("m.onnx", "x");

        assertThat(fixture.failing(() -> registry.register(name, source, model -> {})))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Model name");
    }

    @Test
    void register_formatThatIsNotAllowed_throws() {
        Path source = fixture.file("m.onnx", "x");

        assertThat(fixture.failing(() -> registry.register("m", source, model -> model.format("a/b"))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Format \"a/b\" is not allowed");
    }

    @Test
    void register_sourceThatIsNotThere_throws() {
        Path source = directory.resolve("nowhere.onnx");

        assertThat(fixture.failing(() -> registry.register("m", source, model -> {})))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("nowhere.onnx does not exist");
    }

    @Test
    void register_directoryWithoutFiles_throws() {
        Path source = fixture.emptyDirectory("a/b").getParent();

        assertThat(fixture.failing(() -> registry.register("m", source, model -> model.format("onnx"))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("at least one file");
    }

    @Test
    void register_linkAsSource_throws() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link.onnx"), fixture.file("m.onnx", "x"));

        assertThat(fixture.failing(() -> registry.register("m", link, model -> {})))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("links are not followed");
    }

    @Test
    void register_linkInsideTheSource_throwsAndStoresNoneOfIt() throws IOException {
        Path source = fixture.file("net/a.onnx", "x").getParent();
        Files.createSymbolicLink(source.resolve("z.bin"), fixture.file("secret", "s"));
        Files.createSymbolicLink(source.resolve("more"), fixture.emptyDirectory("linked"));

        assertThat(fixture.failing(() -> registry.register("m", source, model -> model.format("onnx"))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("which is a link or a special file");
    }

    @Test
    void register_specialFile_throws() throws IOException {
        Path source = fixture.file("net/a.onnx", "x").getParent();
        Path socket = source.resolve("s.onnx");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));

            assertThat(fixture.failing(() -> registry.register("m", source, model -> model.format("onnx"))))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("s.onnx, which is a link or a special file");
            assertThat(fixture.failing(() -> registry.register("m", socket, model -> {})))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("neither a file nor a directory");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"z file.bin", ".hidden", "weights/-rf", "größe.bin", "nul.bin"})
    void register_fileNameThatIsNotPortable_throwsAndStoresNoneOfTheFiles(String name) {
        fixture.file("net/" + name, "x");
        Path source = fixture.file("net/a.onnx", "x").getParent();

        assertThat(fixture.failing(() -> registry.register("m", source, model -> model.format("onnx"))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("rename the file");
    }

    @Test
    void register_entryThatWouldBeTooLarge_throwsAndStoresNothing() {
        Path source = fixture.file("m.onnx", "x");

        assertThat(fixture.failing(
                        () -> registry.register("m", source, model -> model.describedAs("x".repeat(65_536)))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("expected at most 65536")
                .hasMessageContaining("shorten");
    }

    @Test
    void register_moreFilesThanAnEntryCanName_throwsAndStoresNothing() {
        for (int index = 0; index < 800; index++) {
            fixture.file("net/part-" + index, "x");
        }
        Path source = fixture.file("net/m.onnx", "x").getParent();

        assertThat(fixture.failing(() -> registry.register("m", source, model -> model.format("onnx"))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("register fewer files");
    }

    @Test
    void register_detailsThatThrow_throwsTheSame() {
        Path source = fixture.file("m.onnx", "x");

        assertThat(fixture.failing(() -> registry.register("m", source, model -> {
                    throw new IllegalStateException("mine");
                })))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("mine");
    }

    @Test
    void register_sameOperationAgain_registersNothingTwice() {
        UUID operation = UUID.randomUUID();
        Path source = fixture.file("m.onnx", "x");
        ModelVersion first = registry.register("m", source, model -> model.operation(operation));
        registry.register("m", source, model -> {});

        ModelVersion again = fixture.open().register("m", source, model -> model.operation(operation));
        ModelVersion andAgain = registry.register("m", source, model -> model.operation(operation));

        assertThat(again).isEqualTo(first);
        assertThat(andAgain).isEqualTo(first);
        assertThat(registry.versions("m")).hasSize(2);
    }

    @Test
    void register_operationOfSomethingElse_throws() {
        UUID operation = UUID.randomUUID();
        ModelVersion churn = fixture.register("a");
        Path source = fixture.file("m.onnx", "a");
        registry.point("champion").operation(operation).to(churn);

        assertThat(fixture.failing(() -> registry.register("churn", source, model -> model.operation(operation))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(operation + " is a AliasMoved of model churn, entry 2");

        LogEntry registered = registry.history("churn").get(0);
        assertThat(fixture.failing(
                        () -> registry.register("other", source, model -> model.operation(registered.operation()))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("can't be a Registered of model other as well");
        assertThat(registry.find("other:1")).isEmpty();
    }

    @Test
    void register_entry_saysWhoWhatWhenAndWhy() {
        fixture.now = RegistryFixture.START.plusSeconds(5);
        ModelVersion version = fixture.register("a");

        LogEntry entry = registry.head().orElseThrow();

        assertThat(entry.sequence()).isOne();
        assertThat(entry.previous()).isEqualTo(LogEntry.BEFORE_FIRST);
        assertThat(entry.at()).isEqualTo(RegistryFixture.START.plusSeconds(5));
        assertThat(entry.actor()).isEqualTo(Actor.by("test"));
        assertThat(entry.event())
                .isEqualTo(new RegistryEvent.Registered(ModelName.of("churn"), 1, version.description()));
    }

    @Test
    void get_whatIsNotThere_throwsAndListsWhatIs() {
        assertThatThrownBy(() -> registry.get("churn:1"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("There is no model churn")
                .hasMessageContaining("none yet");

        registry.point("champion").to(fixture.register("a"));

        assertThatThrownBy(() -> registry.get("chum:1"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("it has [churn]");
        assertThatThrownBy(() -> registry.get("churn:2"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("versions 1 to 1 and aliases [champion]");
        assertThatThrownBy(() -> registry.get("churn@other")).isInstanceOf(NotFoundException.class);
        assertThat(registry.find("churn:2")).isEmpty();
        assertThat(registry.find("chum@champion")).isEmpty();
        assertThat(registry.versions("chum")).isEmpty();
        assertThat(registry.aliases("chum")).isEmpty();
        assertThat(registry.history("chum")).isEmpty();
    }

    @Test
    void open_again_hasTheSameState() {
        ModelVersion first = fixture.register("a");
        ModelVersion second = fixture.register("b");
        registry.point("champion").to(first);
        registry.point("champion").from(first).to(second);
        registry.tag(second, "stage", "prod");
        registry.approve(second, Actor.by("ana"), "good");

        ModelRegistry again = fixture.open();

        assertThat(again.head()).isEqualTo(registry.head());
        assertThat(again.models()).isEqualTo(registry.models());
        assertThat(again.versions("churn")).isEqualTo(registry.versions("churn"));
        assertThat(again.versions("churn").get(0).registeredAt()).isEqualTo(first.registeredAt());
        assertThat(again.aliases("churn")).isEqualTo(Map.of("champion", 2));
        assertThat(again.tags(second)).isEqualTo(Map.of("stage", "prod"));
        assertThat(again.approvals(second)).isEqualTo(registry.approvals(second));
        assertThat(again.history("churn")).isEqualTo(registry.history("churn"));
    }
}
