package io.modelops.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.Digest;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelVersion;
import io.modelops.model.StoreException;
import io.modelops.model.Verdict;
import io.modelops.spi.ArtifactStore;
import io.modelops.spi.GarbagePlan;
import io.modelops.spi.GarbageReport;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Home.class)
class CollectGarbageTest {
    private static final GarbagePlan EVERYTHING = GarbagePlan.removing().olderThan(Duration.ZERO);

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
    void collectGarbage_everythingReferredTo_stays() {
        ModelVersion version = registry.register(
                "churn",
                fixture.file("churn.onnx", "model"),
                model -> model.attach("card", "card".getBytes(StandardCharsets.UTF_8)));
        registry.keepValidation(version, Verdict.FAIL, "", "old report");
        registry.keepValidation(version, Verdict.PASS, "", "new report");
        Digest garbage = fixture.abandoned("nobody's");

        GarbageReport report = registry.collectGarbage(EVERYTHING);

        assertThat(report.content()).containsExactly(garbage);
        assertThat(report.contentBytes()).isEqualTo(8);
        assertThat(fixture.contents())
                .containsExactlyInAnyOrder(
                        Digest.of("model").hex(),
                        Digest.of("card").hex(),
                        Digest.of("old report").hex(),
                        Digest.of("new report").hex());
        assertThat(registry.verify().isWhole()).isTrue();
    }

    @Test
    void collectGarbage_dryRun_removesNothing() {
        Digest garbage = fixture.abandoned("nobody's");

        GarbageReport report = registry.collectGarbage(GarbagePlan.dryRun().olderThan(Duration.ZERO));

        assertThat(report.content()).containsExactly(garbage);
        assertThat(fixture.contents()).containsExactly(garbage.hex());
    }

    @Test
    void collectGarbage_youngContent_stays() {
        fixture.abandoned("somebody's who is not ready yet");

        assertThat(registry.collectGarbage(GarbagePlan.removing()).content()).isEmpty();
    }

    @Test
    void collectGarbage_contentThatAnotherRegistryRegistered_stays() {
        fixture.open().register("churn", fixture.file("churn.onnx", "model"), model -> {});

        assertThat(registry.collectGarbage(EVERYTHING).content()).isEmpty();
    }

    @Test
    void collectGarbage_whileOthersRegisterTheVeryGarbage_losesNothing() throws Exception {
        List<CompletableFuture<Void>> writers = new ArrayList<>();
        for (int writer = 0; writer < 2; writer++) {
            ModelRegistry own = fixture.open();
            String name = "model-" + writer;
            writers.add(CompletableFuture.runAsync(
                    () -> {
                        for (int index = 0; index < 25; index++) {
                            fixture.abandoned("content " + index);
                            own.register(
                                    name, fixture.file(name + "/" + index + ".onnx", "content " + index), model -> {});
                        }
                    },
                    task -> new Thread(task).start()));
        }
        CompletableFuture<Void> written = CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new));
        int collections = 0;
        while (!written.isDone()) {
            try {
                registry.collectGarbage(EVERYTHING);
                collections++;
            } catch (StoreException busy) {
                assertThat(busy).hasMessageContaining("registered or loaded");
            }
        }
        written.get(60, TimeUnit.SECONDS);

        registry.refresh();
        VerificationReport report = registry.verify();
        assertThat(report.problem()).as("after %d collections", collections).isNull();
        assertThat(report.entries()).isEqualTo(50);
        assertThat(report.contents()).isEqualTo(25);
    }

    @Test
    void collectGarbage_storeThatCant_saysSo() {
        ArtifactStore simple = new ArtifactStore() {
            @Override
            public Digest put(InputStream content) {
                throw new UnsupportedOperationException();
            }

            @Override
            public InputStream open(Digest digest) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void copyTo(Digest digest, Path target) {
                throw new UnsupportedOperationException();
            }

            @Override
            public boolean contains(Digest digest) {
                return false;
            }

            @Override
            public boolean delete(Digest digest) {
                return false;
            }
        };

        assertThatThrownBy(() -> simple.collectGarbage(EVERYTHING, Set::of))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("can't clean up");
    }

    @Test
    void plan_negativeDuration_throws() {
        assertThatThrownBy(() -> EVERYTHING.olderThan(Duration.ofMillis(-1)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("grace period");
        assertThatThrownBy(() -> EVERYTHING.keepingTrashFor(Duration.ofMillis(-1)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("trash");
    }
}
