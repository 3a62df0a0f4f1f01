package io.modelops.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.modelops.model.Actor;
import io.modelops.model.CommitUnknownException;
import io.modelops.model.Digest;
import io.modelops.model.ModelVersion;
import io.modelops.model.StoreException;
import io.modelops.model.Verdict;
import io.modelops.registry.internal.InMemoryArtifactStore;
import io.modelops.registry.internal.InMemoryRegistryStore;
import io.modelops.spi.LogRecord;
import io.modelops.spi.RegistryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** A store that once can't say what became of a record, which it has stored or not. */
@ParameterizedClass
@ValueSource(booleans = {true, false})
class UnknownOutcomeTest {
    private static final class UncertainStore implements RegistryStore {
        private final RegistryStore records = new InMemoryRegistryStore();
        private final boolean stores;
        private boolean fails;

        UncertainStore(boolean stores) {
            this.stores = stores;
        }

        @Override
        public boolean putIfAbsent(LogRecord record) {
            if (!fails) {
                return records.putIfAbsent(record);
            }
            fails = false;
            if (stores) {
                records.putIfAbsent(record);
            }
            throw new CommitUnknownException(record.operation(), new IOException("sync failed"));
        }

        @Override
        public List<LogRecord> read(long from, int limit) {
            return records.read(from, limit);
        }
    }

    @Parameter
    private boolean stored;

    @TempDir
    private Path directory;

    private final InMemoryArtifactStore artifacts = new InMemoryArtifactStore();
    private UncertainStore store;
    private ModelRegistry registry;
    private Path source;
    private ModelVersion first;

    @BeforeEach
    void open() throws IOException {
        store = new UncertainStore(stored);
        registry = ModelRegistry.builder().stores(store, artifacts).open();
        source = Files.writeString(directory.resolve("m.onnx"), "x");
        first = registry.register("m", source, model -> {});
        store.fails = true;
    }

    @Test
    void change_outcomeUnknown_throwsWithTheOperationToAskAbout() {
        UUID operation = UUID.randomUUID();

        CommitUnknownException unknown = catchThrowableOfType(
                CommitUnknownException.class,
                () -> registry.point("champion").operation(operation).to(first));

        assertThat(unknown.operation()).isEqualTo(operation);
        assertThat(unknown).hasMessageContaining("sync failed").hasMessageContaining("registry.findOperation(");
    }

    @Test
    void change_afterAnUnknownOutcome_isRefusedAndQuestionsAreAnswered() throws IOException {
        assertThatThrownBy(() -> registry.point("champion").to(first)).isInstanceOf(CommitUnknownException.class);
        Path target = Files.createDirectory(directory.resolve("copy"));

        assertThatThrownBy(() -> registry.point("champion").to(first))
                .isExactlyInstanceOf(StoreException.class)
                .hasMessageContaining("refuses changes since operation")
                .hasMessageContaining("open it again");
        assertThatThrownBy(() -> registry.approve(first, Actor.SYSTEM, "")).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> registry.tag(first, "a", "b")).isInstanceOf(StoreException.class);

        assertThat(registry.get("m:1")).isEqualTo(first);
        assertThat(registry.copyFiles(first, target).onlyFile()).hasContent("x");
        registry.refresh();
        assertThat(registry.find("m@champion").isPresent()).isEqualTo(stored);
    }

    @Test
    void register_afterAnUnknownOutcome_isRefusedBeforeContentIsStored() throws IOException {
        assertThatThrownBy(() -> registry.point("champion").to(first)).isInstanceOf(CommitUnknownException.class);
        Path other = Files.writeString(directory.resolve("other.onnx"), "other");

        assertThatThrownBy(() -> registry.register("m", other, model -> {})).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> registry.keepValidation(first, Verdict.PASS, "", "report"))
                .isInstanceOf(StoreException.class);

        assertThat(artifacts.contains(Digest.of("other"))).isFalse();
        assertThat(artifacts.contains(Digest.of("report"))).isFalse();
    }

    @Test
    void repeat_onARegistryOpenedAgain_changesItOnce() {
        UUID operation = UUID.randomUUID();
        assertThatThrownBy(() -> registry.register("m", source, model -> model.operation(operation)))
                .isInstanceOf(CommitUnknownException.class);

        ModelRegistry again = ModelRegistry.builder().stores(store, artifacts).open();
        assertThat(again.findOperation(operation).isPresent()).isEqualTo(stored);

        ModelVersion repeated = again.register("m", source, model -> model.operation(operation));

        assertThat(repeated.number()).isEqualTo(2);
        assertThat(again.versions("m")).hasSize(2);
        assertThat(again.findOperation(operation)).isPresent();
    }
}
