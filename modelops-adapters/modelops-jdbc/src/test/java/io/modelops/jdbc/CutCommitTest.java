package io.modelops.jdbc;

import static io.modelops.spi.LogRecords.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.modelops.jdbc.CuttingDataSource.Cut;
import io.modelops.model.CommitUnknownException;
import io.modelops.model.StoreException;
import io.modelops.spi.LogRecord;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A connection that breaks in the middle of a commit: what became of it is found out, and nothing is done twice. */
@ParameterizedClass
@EnumSource(Home.class)
class CutCommitTest {
    @Parameter
    private Home home;

    private Home.Place place;
    private CuttingDataSource cutting;
    private JdbcRegistryStore store;

    @BeforeEach
    void open() {
        Home.Place empty = home.empty();
        place = empty.with(
                empty.options().withTimes(Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofMillis(2_000)));
        cutting = new CuttingDataSource(place.source());
        store = place.log(cutting.source());
    }

    @ParameterizedTest
    @EnumSource(
            value = Cut.class,
            names = {"LOST", "DONE", "LATE"})
    void putIfAbsent_commitIsCut_putsTheRecordOnce(Cut cut) {
        LogRecord record = record(1);
        cutting.cut(1, cut);

        assertThat(store.putIfAbsent(record)).isTrue();

        assertThat(cutting.wasCut()).isTrue();
        assertThat(store.read(1, 10)).containsExactly(record);
        assertThat(store.putIfAbsent(record(2))).isTrue();
        assertThat(place.log().read(1, 10)).hasSize(2);
    }

    @Test
    void putIfAbsent_commitIsLostAndSomebodyIsFaster_returnsFalse() {
        LogRecord theirs = record(1);
        cutting.cut(1, Cut.LOST).then(() -> place.log().putIfAbsent(theirs));

        assertThat(store.putIfAbsent(record(1))).isFalse();

        assertThat(store.read(1, 10)).containsExactly(theirs);
    }

    @Test
    void putIfAbsent_answerIsLostAndOthersGoOn_returnsTrue() {
        LogRecord ours = record(1);
        LogRecord theirs = record(2);
        cutting.cut(1, Cut.DONE).then(() -> place.log().putIfAbsent(theirs));

        assertThat(store.putIfAbsent(ours)).isTrue();

        assertThat(store.read(1, 10)).containsExactly(ours, theirs);
    }

    @ParameterizedTest
    @EnumSource(
            value = Cut.class,
            names = {"LOST", "DONE"})
    void putIfAbsent_databaseIsGoneAfterTheCut_isUnknownAndFurtherRecordsAreRefused(Cut cut) {
        LogRecord record = record(1);
        cutting.cut(1, cut).thenGone();

        CommitUnknownException unknown =
                catchThrowableOfType(CommitUnknownException.class, () -> store.putIfAbsent(record));
        cutting.gone(false);

        assertThat(unknown.operation()).isEqualTo(record.operation());
        assertThat(unknown).hasMessageContaining("Connection is not available");
        assertThatThrownBy(() -> store.putIfAbsent(record(2)))
                .isExactlyInstanceOf(StoreException.class)
                .hasMessageContaining("refuses records since operation " + record.operation());
        assertThat(store.read(1, 10)).hasSize(cut == Cut.DONE ? 1 : 0);
        JdbcRegistryStore again = place.log();
        assertThat(again.putIfAbsent(record)).isEqualTo(cut == Cut.LOST);
        assertThat(again.read(1, 10)).containsExactly(record);
    }

    @Test
    void putIfAbsent_poolIsExhausted_throwsAndChangesNothing() {
        cutting.gone(true);

        assertThatThrownBy(() -> store.putIfAbsent(record(1)))
                .isExactlyInstanceOf(StoreException.class)
                .hasMessageContaining("Connection is not available")
                .hasMessageContaining("nothing was changed");
        assertThatThrownBy(() -> store.read(1, 1))
                .isExactlyInstanceOf(StoreException.class)
                .hasMessageContaining("Connection is not available");
        cutting.gone(false);

        assertThat(store.read(1, 10)).isEmpty();
        assertThat(store.putIfAbsent(record(1))).isTrue();
    }
}
