package io.modelops.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.jdbc.CuttingDataSource.Cut;
import io.modelops.model.ClosedException;
import io.modelops.model.CorruptionException;
import io.modelops.model.Digest;
import io.modelops.model.StoreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Home.class)
class JdbcArtifactStoreTest {
    private static final int MIB = 1 << 20;
    /** The upload, three pieces, and what makes them visible. */
    private static final int COMMITS = 5;

    private static final String FORGET = "UPDATE mo_upload SET touched_at = CURRENT_TIMESTAMP - INTERVAL '3' MINUTE";

    @Parameter
    private Home home;

    private Home.Place place;
    private JdbcArtifactStore store;

    @BeforeEach
    void open() {
        place = home.empty();
        store = place.artifacts();
    }

    @Test
    void put_contentOfSeveralPieces_isReadBack() throws IOException {
        byte[] content = random(2 * MIB + 17);

        Digest digest = put(store, content);

        assertThat(place.count("SELECT count(*) FROM mo_chunk")).isEqualTo(3);
        assertThat(read(store, digest)).isEqualTo(content);
    }

    @Test
    void put_contentOfWholePieces_hasNoEmptyPiece() throws IOException {
        byte[] content = random(2 * MIB);

        Digest digest = put(store, content);

        assertThat(place.count("SELECT count(*) FROM mo_chunk")).isEqualTo(2);
        assertThat(read(store, digest)).isEqualTo(content);
    }

    @Test
    void put_sameContentTwice_keepsOneUpload() {
        put(store, random(10));
        put(store, random(10));

        assertThat(place.count("SELECT count(*) FROM mo_upload")).isEqualTo(1);
    }

    @Test
    void put_streamThatFails_leavesNoUploadBehind() {
        InputStream failing = new InputStream() {
            private int left = 3 * MIB / 2;

            @Override
            public int read() throws IOException {
                if (left == 0) {
                    throw new IOException("connection lost");
                }
                left--;
                return 1;
            }
        };

        assertThatThrownBy(() -> store.put(failing)).isExactlyInstanceOf(StoreException.class);

        assertThat(place.count("SELECT count(*) FROM mo_upload")).isZero();
        assertThat(place.count("SELECT count(*) FROM mo_chunk")).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Cut.class,
            names = {"LOST", "DONE", "LATE"})
    void put_anyCommitIsCut_contentIsThereOnce(Cut cut) throws IOException {
        for (int commit = 1; commit <= COMMITS; commit++) {
            byte[] content = random(3 * MIB - commit);
            CuttingDataSource cutting = new CuttingDataSource(place.source()).cut(commit, cut);

            Digest digest = put(JdbcArtifactStore.open(cutting.source(), place.options()), content);

            assertThat(cutting.wasCut()).isTrue();
            assertThat(read(store, digest)).isEqualTo(content);
        }
        assertThat(place.count("SELECT count(*) FROM mo_content")).isEqualTo(COMMITS);
    }

    @ParameterizedTest
    @EnumSource(
            value = Cut.class,
            names = {"LOST", "DONE"})
    void put_databaseIsGoneAfterAnyCommit_contentIsWholeOrNotThere(Cut cut) throws IOException {
        JdbcOptions impatient =
                place.options().withTimes(Duration.ofMillis(50), Duration.ofMillis(50), Duration.ofMillis(100));
        for (int commit = 1; commit <= COMMITS; commit++) {
            byte[] content = random(3 * MIB - commit);
            CuttingDataSource cutting =
                    new CuttingDataSource(place.source()).cut(commit, cut).thenGone();
            JdbcArtifactStore unlucky = JdbcArtifactStore.open(cutting.source(), impatient);

            assertThatThrownBy(() -> put(unlucky, content))
                    .isExactlyInstanceOf(StoreException.class)
                    .hasMessageContaining("It is not known whether content was stored");

            boolean visible = store.contains(Digest.of(content));
            assertThat(visible).isEqualTo(commit == COMMITS && cut == Cut.DONE);
            Digest digest = put(store, content);
            assertThat(read(store, digest)).isEqualTo(content);
        }
    }

    @Test
    void open_alteredPiece_throwsCorruptionAtTheEnd() throws IOException {
        Digest digest = put(store, random(MIB + 5));
        place.sql("UPDATE mo_chunk SET data = ? WHERE idx = 1", (Object) new byte[5]);

        try (InputStream content = store.open(digest)) {
            assertThatThrownBy(content::readAllBytes)
                    .isInstanceOf(CorruptionException.class)
                    .hasMessageContaining("not what was stored");
        }
    }

    @Test
    void open_missingPiece_throwsCorruption() throws IOException {
        Digest digest = put(store, random(MIB + 5));
        place.sql("DELETE FROM mo_chunk WHERE idx = 1");

        try (InputStream content = store.open(digest)) {
            assertThatThrownBy(content::readAllBytes)
                    .isInstanceOf(CorruptionException.class)
                    .hasMessageContaining("piece 1 is missing");
        }
    }

    @Test
    void copyTo_alteredContent_throwsCorruptionAndRemovesTheFile(@TempDir Path directory) {
        Digest digest = put(store, random(20));
        place.sql("UPDATE mo_chunk SET data = ?", (Object) new byte[20]);
        Path target = directory.resolve("model.onnx");

        assertThatThrownBy(() -> store.copyTo(digest, target)).isInstanceOf(CorruptionException.class);

        assertThat(target).doesNotExist();
    }

    @Test
    void open_uploadsWithoutContent_removesThoseThatNobodyGoesOnWith() throws IOException {
        Digest kept = put(store, random(30));
        place.sql("INSERT INTO mo_upload (id, touched_at) VALUES ('00000000-0000-0000-0000-000000000001',"
                + " CURRENT_TIMESTAMP)");
        place.artifacts();
        assertThat(place.count("SELECT count(*) FROM mo_upload")).isEqualTo(2);

        place.sql(FORGET);
        place.artifacts();

        assertThat(place.count("SELECT count(*) FROM mo_upload")).isEqualTo(1);
        assertThat(read(store, kept)).isEqualTo(random(30));
    }

    @Test
    void put_sourceThatStallsUntilItsUploadIsCleanedUp_throwsAndNothingIsVisible() {
        byte[] content = random(2 * MIB);
        InputStream stalling = new ByteArrayInputStream(content) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                if (pos == MIB) {
                    place.sql(FORGET);
                    place.artifacts();
                }
                return super.read(bytes, offset, Math.min(length, MIB));
            }
        };

        assertThatThrownBy(() -> store.put(stalling))
                .isExactlyInstanceOf(StoreException.class)
                .hasMessageContaining("its upload was cleaned up");

        assertThat(store.contains(Digest.of(content))).isFalse();
    }

    @Test
    void delete_whileItIsRead_letsTheReadFinish() throws IOException {
        byte[] bytes = random(2 * MIB);
        Digest digest = put(store, bytes);

        try (InputStream content = store.open(digest)) {
            int first = content.read();
            store.delete(digest);
            assertThat((byte) first).isEqualTo(bytes[0]);
            assertThat(content.readAllBytes()).hasSize(2 * MIB - 1);
        }
        assertThat(store.contains(digest)).isFalse();
    }

    @Test
    void delete_minutesAgo_freesTheSpaceAndEndsReads() throws IOException {
        Digest digest = put(store, random(2 * MIB));

        try (InputStream content = store.open(digest)) {
            content.read();
            store.delete(digest);
            place.sql(FORGET);
            place.artifacts();
            assertThatThrownBy(content::readAllBytes)
                    .isExactlyInstanceOf(StoreException.class)
                    .hasMessageContaining("removed while it was read");
        }
        assertThat(place.count("SELECT count(*) FROM mo_chunk")).isZero();
    }

    @Test
    void use_afterClose_throws() {
        Digest digest = put(store, random(1));
        store.close();

        assertThatThrownBy(() -> store.open(digest)).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> put(store, random(1))).isInstanceOf(ClosedException.class);
    }

    private static Digest put(JdbcArtifactStore store, byte[] content) {
        return store.put(new ByteArrayInputStream(content));
    }

    private static byte[] read(JdbcArtifactStore store, Digest digest) throws IOException {
        try (InputStream content = store.open(digest)) {
            return content.readAllBytes();
        }
    }

    private static byte[] random(int bytes) {
        byte[] content = new byte[bytes];
        new SplittableRandom(bytes).nextBytes(content);
        return content;
    }
}
