package io.modelops.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.AccessDeniedException;
import io.modelops.model.Actor;
import io.modelops.model.CorruptionException;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.model.StoreException;
import io.modelops.spi.GarbagePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log whose end is damaged: reading what is whole, looking, and repairing. */
class RepairTest {
    private static final Actor ANA = Actor.by("ana");

    @TempDir
    private Path directory;

    private RegistryFixture fixture;
    private ModelRegistry registry;
    private ModelVersion version;

    @BeforeEach
    void open() {
        fixture = new RegistryFixture(Home.DIRECTORY, directory);
        registry = fixture.registry;
        version = fixture.register("a");
        registry.point("champion").to(version);
        registry.tag(version, "third", "entry");
        registry.tag(version, "fourth", "entry");
        registry.tag(version, "fifth", "entry");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void open_damagedEntry_saysWhereTheLogIsWholeAndWhatToDo() throws IOException {
        overwrite(entry(4), "torn");

        assertThatThrownBy(() -> fixture.open())
                .isInstanceOf(CorruptionException.class)
                .hasMessageContainingAll(
                        entry(4).toString(), "Entry 3 is the last good one", "readOnlyIfDamaged()", "repair");
        assertThat(entry(4)).hasContent("torn");
    }

    @Test
    void openReadOnlyIfDamaged_damagedEntry_answersUpToThereAndChangesNothing() throws IOException {
        overwrite(entry(4), "torn");
        Map<String, String> before = files();

        ModelRegistry readable = fixture.open(ModelRegistryBuilder::readOnlyIfDamaged);

        assertThat(readable.damage().orElseThrow()).contains(entry(4).toString());
        assertThat(readable.head().orElseThrow().sequence()).isEqualTo(3);
        assertThat(readable.get("churn@champion")).isEqualTo(version);
        assertThat(readable.tags(version)).containsOnlyKeys("third");
        assertThat(readable.copyFiles(version, fixture.emptyDirectory("copy")).version())
                .isEqualTo(version);
        readable.refresh();
        assertThat(readable.head().orElseThrow().sequence()).isEqualTo(3);
        assertThatThrownBy(() -> readable.tag(version, "a", "b"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("for reading only, up to entry 3");
        assertThatThrownBy(() -> readable.register("churn", fixture.file("n.onnx", "new"), model -> {}))
                .isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> readable.collectGarbage(GarbagePlan.removing()))
                .isInstanceOf(CorruptionException.class);
        assertThat(readable.verify().problem()).isNotNull();
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void openReadOnlyIfDamaged_missingEntry_answersUpToThere() throws IOException {
        Files.delete(entry(4));

        ModelRegistry readable = fixture.open(ModelRegistryBuilder::readOnlyIfDamaged);

        assertThat(readable.damage().orElseThrow()).contains("is missing");
        assertThat(readable.head().orElseThrow().sequence()).isEqualTo(3);
    }

    @Test
    void openReadOnlyIfDamaged_firstEntryDamaged_isEmpty() throws IOException {
        overwrite(entry(1), "torn");

        ModelRegistry readable = fixture.open(ModelRegistryBuilder::readOnlyIfDamaged);

        assertThat(readable.models()).isEmpty();
        assertThat(readable.head()).isEmpty();
        assertThat(readable.damage()).isPresent();
    }

    @Test
    void openReadOnlyIfDamaged_wholeLog_canBeChanged() {
        ModelRegistry whole = fixture.open(ModelRegistryBuilder::readOnlyIfDamaged);

        whole.tag(version, "a", "b");

        assertThat(whole.damage()).isEmpty();
    }

    @Test
    void repair_dryRun_saysWhatWouldBeDoneAndDoesNothing() throws IOException {
        overwrite(entry(4), "torn");
        Map<String, String> before = files();

        RepairReport report = repair(RepairPlan.dryRun());

        assertThat(report.dryRun()).isTrue();
        assertThat(report.problem()).contains(entry(4).toString());
        assertThat(report.lastGood()).isEqualTo(3);
        assertThat(report.setAside()).containsExactly(4L, 5L);
        assertThat(report.quarantine()).isNull();
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void repair_wholeLog_doesNothing() {
        Map<String, String> before = files();

        RepairReport report = repair(RepairPlan.repairing("just in case"));

        assertThat(report).isEqualTo(new RepairReport(false, null, List.of(), 5, List.of(), null));
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void repair_damagedEntry_keepsTheFilesSaysSoInTheLogAndGoesOn() throws IOException {
        String fifth = Files.readString(entry(5));
        overwrite(entry(4), "torn");

        RepairReport report = repair(RepairPlan.repairing("disk failed"));

        assertThat(report.setAside()).containsExactly(4L, 5L);
        Path quarantine = report.quarantine();
        assertThat(quarantine).isEqualTo(fixture.root().resolve("quarantine").resolve(name(1)));
        assertThat(quarantine.resolve(name(4))).hasContent("torn");
        assertThat(quarantine.resolve(name(5))).hasContent(fifth);
        ModelRegistry again = fixture.open();
        LogEntry audit = again.head().orElseThrow();
        assertThat(audit.sequence()).isEqualTo(4);
        assertThat(audit.actor()).isEqualTo(ANA);
        assertThat(audit.reason()).isEqualTo("disk failed");
        assertThat(audit.at()).isEqualTo(fixture.now);
        assertThat(audit.event())
                .isEqualTo(new RegistryEvent.Repaired(RegistryEvent.REGISTRY, 0, 2, name(1), report.problem()));
        assertThat(again.history("modelops.registry")).containsExactly(audit);
        assertThat(again.models()).hasToString("[churn]");
        assertThat(again.tags(version)).containsOnlyKeys("third");
        again.tag(version, "fifth", "again");
        assertThat(again.verify().problem()).isNull();
        assertThat(fixture.open().tags(version)).containsOnlyKeys("third", "fifth");
    }

    @Test
    void repair_missingEntry_setsTheRestAside() throws IOException {
        Files.delete(entry(4));

        RepairReport report = repair(RepairPlan.repairing("disk failed"));

        assertThat(report.setAside()).containsExactly(5L);
        assertThat(report.quarantine().resolve(name(5))).isRegularFile();
        assertThat(fixture.open().head().orElseThrow().sequence()).isEqualTo(4);
    }

    @Test
    void repair_directoryInPlaceOfALaterEntry_isSetAside() throws IOException {
        overwrite(entry(4), "torn");
        Files.delete(entry(5));
        Files.createDirectories(entry(5).resolve("inner"));

        RepairReport report = repair(RepairPlan.repairing("somebody played"));

        assertThat(report.quarantine().resolve(name(5)).resolve("inner")).isDirectory();
        assertThat(fixture.open().head().orElseThrow().sequence()).isEqualTo(4);
    }

    @Test
    void repair_twiceDamaged_hasTwoQuarantines() throws IOException {
        overwrite(entry(5), "torn");
        repair(RepairPlan.repairing("first"));
        overwrite(entry(3), "torn as well");

        RepairReport second = repair(RepairPlan.repairing("second"));

        assertThat(second.quarantine()).hasFileName(name(2));
        assertThat(fixture.open().history("modelops.registry"))
                .extracting(LogEntry::reason)
                .containsExactly("second");
        assertThat(Files.readString(second.quarantine().resolve(name(5)))).contains("first");
    }

    @Test
    void repair_registryThatIsOpen_goesOnOnlyAfterOpeningAgain() throws IOException {
        String fourth = Files.readString(entry(4));
        overwrite(entry(4), "torn");
        repair(RepairPlan.repairing("disk failed"));
        fixture.open().tag(version, "new", "entry");

        assertThatThrownBy(() -> registry.tag(version, "stale", "entry"))
                .isInstanceOf(StoreException.class)
                .hasMessageContainingAll("was repaired since it was opened here", "open it again");
        assertThatThrownBy(registry::refresh).isInstanceOf(StoreException.class);

        assertThat(registry.tags(version)).containsKey("fourth");
        assertThat(fourth).contains("fourth");
        assertThat(fixture.open().tags(version)).containsOnlyKeys("third", "new");
    }

    @Test
    void repair_byWhoMayNot_isDeniedAndChangesNothing() throws IOException {
        overwrite(entry(4), "torn");
        Map<String, String> before = files();
        ModelRegistryBuilder builder = ModelRegistry.builder()
                .directory(fixture.root())
                .actor(Actor.by("eve"))
                .access(RolePolicy.builder().contact("ana").build());

        assertThatThrownBy(() -> builder.repair(RepairPlan.repairing("because")))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContainingAll("eve wants to repair the registry", "ask ana");

        assertThat(files()).isEqualTo(before);
        assertThat(builder.repair(RepairPlan.dryRun()).setAside()).hasSize(2);
    }

    @Test
    void repair_badInput_throws() {
        Path other = fixture.emptyDirectory("other");

        assertThatThrownBy(() -> ModelRegistry.builder().directory(other).repair(RepairPlan.dryRun()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is no model registry");
        assertThatThrownBy(() -> ModelRegistry.builder().repair(RepairPlan.dryRun()))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> RepairPlan.repairing(" ")).isInstanceOf(InvalidInputException.class);
        assertThat(other).isEmptyDirectory();
    }

    @Test
    void register_nameOfTheRegistryItself_throws() {
        assertThat(fixture.failing(
                        () -> registry.register("modelops.registry", fixture.file("m.onnx", "m"), model -> {})))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("means the registry itself");
    }

    @Test
    void append_repairByHand_throws() {
        RegistryEvent repaired = new RegistryEvent.Repaired(RegistryEvent.REGISTRY, 0, 0, "", "");

        assertThat(fixture.failing(() -> registry.append(repaired, ANA, ""))).isInstanceOf(InvalidInputException.class);
    }

    private RepairReport repair(RepairPlan plan) {
        return ModelRegistry.builder()
                .directory(fixture.root())
                .clock(() -> fixture.now)
                .actor(ANA)
                .repair(plan);
    }

    private Path entry(long sequence) {
        return fixture.root().resolve("log").resolve(name(sequence));
    }

    private static String name(long sequence) {
        return "%020d".formatted(sequence);
    }

    /** The names and contents of all files of the registry, but for the reserve. */
    private Map<String, String> files() {
        try (Stream<Path> tree = Files.walk(fixture.root())) {
            Map<String, String> files = new TreeMap<>();
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                if (!file.endsWith("reserve")) {
                    files.put(fixture.root().relativize(file).toString(), Files.readString(file));
                }
            }
            return files;
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private static void overwrite(Path file, String content) throws IOException {
        Files.delete(file);
        Files.writeString(file, content);
    }
}
