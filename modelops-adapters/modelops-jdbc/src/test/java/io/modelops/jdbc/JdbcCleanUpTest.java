package io.modelops.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.Digest;
import io.modelops.model.NotFoundException;
import io.modelops.model.StoreException;
import io.modelops.spi.ArtifactStore;
import io.modelops.spi.GarbagePlan;
import io.modelops.spi.GarbageReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Home.class)
class JdbcCleanUpTest {
    private static final int MIB = 1 << 20;
    private static final GarbagePlan AT_ONCE = GarbagePlan.removing().olderThan(Duration.ZERO);
    private static final String LATER = " = CURRENT_TIMESTAMP - INTERVAL '3' MINUTE";

    @Parameter
    private Home home;

    private Home.Place place;
    private JdbcArtifactStore store;

    @BeforeEach
    void open() {
        Home.Place empty = home.empty();
        place = empty.with(
                empty.options().withTimes(Duration.ofMillis(50), Duration.ofMillis(5_000), Duration.ofMillis(5_500)));
        store = place.artifacts();
    }

    @Test
    void collectGarbage_afterTheGracePeriod_goesToTheTrashAndAfterAWeekAway() throws IOException {
        Digest garbage = put(2 * MIB + 1);
        place.sql("UPDATE mo_content SET stored_at = CURRENT_TIMESTAMP - INTERVAL '25' HOUR");

        assertThat(store.collectGarbage(GarbagePlan.removing(), Set::of).content())
                .containsExactly(garbage);
        assertThatThrownBy(() -> store.open(garbage)).isInstanceOf(NotFoundException.class);
        assertThat(place.count("SELECT count(*) FROM mo_chunk")).isEqualTo(3);

        place.sql("UPDATE mo_content SET doomed_at = CURRENT_TIMESTAMP - INTERVAL '8' DAY");
        place.sql("UPDATE mo_upload SET touched_at" + LATER);
        GarbageReport report = store.collectGarbage(GarbagePlan.removing(), Set::of);

        assertThat(report).isEqualTo(new GarbageReport(false, List.of(), 0, 0, 0, 1, 2 * MIB + 1));
        assertThat(place.count("SELECT count(*) FROM mo_content")).isZero();
        assertThat(place.count("SELECT count(*) FROM mo_upload")).isZero();
        assertThat(place.count("SELECT count(*) FROM mo_chunk")).isZero();
    }

    @Test
    void collectGarbage_mistake_isTakenBackByHand() throws IOException {
        Digest garbage = put(100);
        store.collectGarbage(AT_ONCE, Set::of);

        place.sql("UPDATE mo_content SET doomed_at = NULL");

        assertThat(read(garbage)).isEqualTo(bytes(100));
    }

    @Test
    void put_contentInTheTrash_isThereAgainAndOnce() throws IOException {
        Digest garbage = put(100);
        store.collectGarbage(AT_ONCE, Set::of);
        place.sql("UPDATE mo_chunk SET data = ?", (Object) new byte[100]); // The trash is nobody's to trust.

        put(100);

        assertThat(read(garbage)).isEqualTo(bytes(100));
        assertThat(place.count("SELECT count(*) FROM mo_content")).isEqualTo(1);
    }

    @Test
    void put_contentThatIsThere_isYoungAgain() {
        Digest digest = put(100);
        place.sql("UPDATE mo_content SET stored_at = CURRENT_TIMESTAMP - INTERVAL '25' HOUR");

        put(100);

        assertThat(store.collectGarbage(GarbagePlan.removing(), Set::of).content())
                .isEmpty();
        assertThat(store.contains(digest)).isTrue();
    }

    @Test
    void collectGarbage_whileItIsRead_letsTheReadFinish() throws IOException {
        Digest digest = put(2 * MIB);

        try (InputStream content = store.open(digest)) {
            content.read();
            store.collectGarbage(AT_ONCE.keepingTrashFor(Duration.ZERO), Set::of);
            store.collectGarbage(AT_ONCE.keepingTrashFor(Duration.ZERO), Set::of);

            assertThat(content.readAllBytes()).hasSize(2 * MIB - 1);
        }
        assertThat(place.count("SELECT count(*) FROM mo_content")).isZero();
    }

    @Test
    void collectGarbage_uploadThatWasCut_isRemovedAndCounted() {
        place.sql("INSERT INTO mo_upload (id, touched_at) VALUES ('00000000-0000-0000-0000-000000000001',"
                + " CURRENT_TIMESTAMP - INTERVAL '3' MINUTE)");
        place.sql("INSERT INTO mo_chunk (upload, idx, data) SELECT id, 0, ? FROM mo_upload", (Object) new byte[7]);

        GarbageReport looked = store.collectGarbage(GarbagePlan.dryRun(), Set::of);
        GarbageReport removed = store.collectGarbage(GarbagePlan.removing(), Set::of);

        assertThat(looked).isEqualTo(new GarbageReport(true, List.of(), 0, 1, 7, 0, 0));
        assertThat(removed).isEqualTo(new GarbageReport(false, List.of(), 0, 1, 7, 0, 0));
        assertThat(place.count("SELECT count(*) FROM mo_upload")).isZero();
    }

    @Test
    void collectGarbage_contentHeldByAnotherNode_throwsAndRemovesNothing() {
        Digest digest = put(10);
        JdbcArtifactStore hasty = place.with(
                        place.options().withTimes(Duration.ofMillis(50), Duration.ofMillis(50), Duration.ofMillis(100)))
                .artifacts();
        try (ArtifactStore.Hold hold = store.hold()) {
            assertThat(hold).isNotNull();
            assertThatThrownBy(() -> hasty.collectGarbage(AT_ONCE, Set::of))
                    .isExactlyInstanceOf(StoreException.class)
                    .hasMessageContaining("models are being registered or loaded");
            assertThat(hasty.collectGarbage(GarbagePlan.dryRun().olderThan(Duration.ZERO), Set::of)
                            .content())
                    .as("who only looks waits for nobody")
                    .containsExactly(digest);
        }
        assertThat(store.contains(digest)).isTrue();
        assertThat(hasty.collectGarbage(AT_ONCE, Set::of).content()).containsExactly(digest);
    }

    @Test
    void collectGarbage_holdOfAProcessThatDied_isWaitedForTwoMinutesOnly() {
        Digest digest = put(10);
        store.hold();
        place.sql("UPDATE mo_hold SET valid_until" + LATER);

        assertThat(store.collectGarbage(AT_ONCE, Set::of).content()).containsExactly(digest);
    }

    @Test
    void hold_whileAnotherNodeCleansUp_waits() {
        place.sql("UPDATE mo_gate SET collector = '00000000-0000-0000-0000-000000000001',"
                + " valid_until = CURRENT_TIMESTAMP + INTERVAL '1' MINUTE");
        JdbcArtifactStore hasty = place.with(
                        place.options().withTimes(Duration.ofMillis(50), Duration.ofMillis(50), Duration.ofMillis(100)))
                .artifacts();
        assertThatThrownBy(hasty::hold)
                .isExactlyInstanceOf(StoreException.class)
                .hasMessageContaining("cleaned up");

        place.sql("UPDATE mo_gate SET valid_until" + LATER);
        hasty.hold().close();

        assertThat(place.count("SELECT count(*) FROM mo_hold")).isZero();
    }

    @Test
    void collectGarbage_givenUpForDeadWhileItAsks_removesNothing() {
        Digest digest = put(10);

        assertThatThrownBy(() -> store.collectGarbage(AT_ONCE, () -> {
                    place.sql("UPDATE mo_gate SET valid_until" + LATER);
                    place.artifacts().hold().close();
                    return Set.of();
                }))
                .isExactlyInstanceOf(StoreException.class)
                .hasMessageContaining("was stopped");

        assertThat(store.contains(digest)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = CuttingDataSource.Cut.class,
            names = {"LOST", "DONE", "LATE"})
    void collectGarbage_anyCommitIsCut_takesTheGarbageAndNothingElse(CuttingDataSource.Cut cut) throws IOException {
        Digest needed = put(30);
        for (int commit = 1; commit <= 3; commit++) { // To come in, to move, to leave.
            Digest garbage = put(commit);
            CuttingDataSource cutting = new CuttingDataSource(place.source());
            JdbcArtifactStore unlucky = JdbcArtifactStore.open(cutting.source(), place.options());
            cutting.cut(commit, cut);

            GarbageReport report = unlucky.collectGarbage(AT_ONCE, () -> Set.of(needed));

            assertThat(cutting.wasCut()).isTrue();
            assertThat(report.content()).containsExactly(garbage);
            assertThat(store.contains(garbage)).isFalse();
            assertThat(read(needed)).isEqualTo(bytes(30));
        }
        store.hold().close();
    }

    private Digest put(int bytes) {
        return store.put(new ByteArrayInputStream(bytes(bytes)));
    }

    private byte[] read(Digest digest) throws IOException {
        try (InputStream content = store.open(digest)) {
            return content.readAllBytes();
        }
    }

    private static byte[] bytes(int count) {
        byte[] content = new byte[count];
        new SplittableRandom(count).nextBytes(content);
        return content;
    }
}
