package io.modelops.registry.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.StoreException;
import io.modelops.spi.RegistryStore;
import io.modelops.spi.StoredSummary;
import io.modelops.spi.SummaryStore;
import io.modelops.spi.SummaryStoreContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DirectorySummaryStoreTest extends SummaryStoreContract {
    @TempDir
    private Path root;

    @Override
    protected RegistryStore open() {
        return open(DirectoryStores.open(root));
    }

    private static RegistryStore open(DirectoryStores stores) {
        stores.artifacts().close();
        return stores.log();
    }

    @Test
    void put_anyName_makesOnlyDigestsPaths() {
        store().put(summary("../topic", "../node", 0, 1));

        assertThat(files())
                .hasSize(1)
                .allMatch(file ->
                        root.relativize(file).toString().matches("summaries/[0-9a-f]{64}/[0-9]{15}-[0-9a-f]{64}"));
    }

    @Test
    void open_registryWithoutSideChannel_makesNone() {
        assertThat(all(store(), "a")).isEmpty();

        assertThat(root.resolve("summaries")).doesNotExist();
    }

    @Test
    void read_tornFile_isLeftOutAndCountedAtEveryLength() throws Exception {
        SummaryStore store = store();
        store.put(summary("a", "torn", 0, 1, 2, 3));
        Path file = files().get(0);
        byte[] whole = Files.readAllBytes(file);
        store.put(summary("a", "whole", 0, 4));

        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));

            SummaryStore.Reading reading = store.read("a", Instant.EPOCH, Instant.MAX);
            assertThat(reading.damaged()).as("length %s", length).isEqualTo(1);
            assertThat(reading.summaries()).containsExactly(summary("a", "whole", 0, 4));
            assertThat(store.latest("a", "torn")).isEmpty();
        }
    }

    @Test
    void read_flippedBit_isLeftOutAtEveryPosition() throws Exception {
        SummaryStore store = store();
        store.put(summary("a", "n", 0, 1, 2, 3));
        Path file = files().get(0);
        byte[] whole = Files.readAllBytes(file);

        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, flipped);
            assertThat(store.read("a", Instant.EPOCH, Instant.MAX))
                    .as("bit %s", bit)
                    .isEqualTo(new SummaryStore.Reading(List.of(), 1));
        }
        Files.write(file, whole);
        assertThat(all(store, "a")).hasSize(1);
    }

    @Test
    void read_fileOfAnotherEntry_isLeftOut() throws Exception {
        SummaryStore store = store();
        store.put(summary("a", "n", 0, 1));
        Path first = files().get(0);
        store.put(summary("a", "n", 1, 2));
        Path second =
                files().stream().filter(file -> !file.equals(first)).findFirst().orElseThrow();

        Files.copy(second, first, StandardCopyOption.REPLACE_EXISTING);

        SummaryStore.Reading reading = store.read("a", Instant.EPOCH, Instant.MAX);
        assertThat(reading.summaries()).containsExactly(summary("a", "n", 1, 2));
        assertThat(reading.damaged()).isEqualTo(1);
    }

    @Test
    void latest_newestDamaged_isTheOneBefore() throws Exception {
        SummaryStore store = store();
        store.put(summary("a", "n", 0, 1));
        Path first = files().get(0);
        store.put(summary("a", "n", 1, 2));
        for (Path file : files()) {
            if (!file.equals(first)) {
                Files.write(file, new byte[0]);
            }
        }

        assertThat(store.latest("a", "n")).contains(summary("a", "n", 0, 1));
    }

    @Test
    void put_overDamaged_replacesIt() throws Exception {
        SummaryStore store = store();
        store.put(summary("a", "n", 0, 1));
        Files.write(files().get(0), new byte[] {1});

        assertThat(store.putIfAbsent(summary("a", "n", 0, 2))).isFalse();
        store.put(summary("a", "n", 0, 3));

        assertThat(all(store, "a")).containsExactly(summary("a", "n", 0, 3));
    }

    @Test
    void trim_leftoversOfDeadProcesses_goAfterAnHour() throws Exception {
        SummaryStore store = store();
        store.put(summary("a", "n", 0, 1));
        Path directory = files().get(0).getParent();
        Path old = Files.write(directory.resolve("tmp-old"), new byte[10]);
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(7_200)));
        Path fresh = Files.write(directory.resolve("tmp-fresh"), new byte[10]);

        store.trim("a", new SummaryStore.Limits(Instant.EPOCH, 10, 1_000));

        assertThat(old).doesNotExist();
        assertThat(fresh).exists();
        assertThat(all(store, "a")).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(FailingDisk.Failure.class)
    void put_eachCallToTheDiskFails_leavesTheOldEntryOrTheNewOne(FailingDisk.Failure how) {
        StoredSummary before = summary("a", "n", 0, 1);
        StoredSummary after = summary("a", "n", 0, 2, 2);
        boolean allCallsFailed = false;
        for (int call = 1; !allCallsFailed; call++) {
            FailingDisk disk = new FailingDisk(call, how);
            try (RegistryStore failing = open(DirectoryStores.open(root, disk, InstantSource.system()))) {
                store().put(before);
                disk.start();
                failing.summaries().orElseThrow().put(after);
                allCallsFailed = disk.failed().isEmpty();
            } catch (StoreException expected) {
                assertThat(expected).hasMessageContaining("could not be stored");
            }
            assertThat(all(store(), "a"))
                    .as("call %s", call)
                    .containsAnyOf(before, after)
                    .hasSize(1);
        }
        assertThat(all(store(), "a")).containsExactly(after);
    }

    @Test
    void put_unwritableDirectory_throwsAndReadsOn() throws Exception {
        store().put(summary("a", "n", 0, 1));
        SummaryStore store = store();
        Path directory = files().get(0).getParent();
        Files.delete(files().get(0));
        Files.delete(directory);
        Files.write(directory, new byte[0]);

        assertThatThrownBy(() -> store.put(summary("a", "n", 0, 1)))
                .isExactlyInstanceOf(StoreException.class)
                .hasMessageContaining("could not be stored");
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.walk(root.resolve("summaries"))) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
