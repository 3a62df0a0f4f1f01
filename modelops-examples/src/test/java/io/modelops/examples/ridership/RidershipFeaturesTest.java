package io.modelops.examples.ridership;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.model.Example;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class RidershipFeaturesTest {
    private static final RidershipTable TABLE = RidershipTable.load();

    @Test
    void load_table_hasEveryDayOnce() {
        List<LocalDate> dates = TABLE.days().stream()
                .map(Example::input)
                .map(RidershipDay::date)
                .toList();

        assertThat(dates)
                .containsExactlyElementsOf(LocalDate.of(2001, 1, 22)
                        .datesUntil(LocalDate.of(2016, 8, 29))
                        .toList());
        assertThat(TABLE.columns()).hasSize(48).startsWith("Austin").endsWith("Cubs_Home");
    }

    @Test
    void column_ofTheStationItself_isTheRidershipOfAFortnightBefore() {
        Example<RidershipDay, Ridership> day = TABLE.days().get(100);
        Example<RidershipDay, Ridership> fortnightLater = TABLE.days().get(114);

        assertThat(TABLE.column("Clark_Lake").applyAsDouble(fortnightLater.input()))
                .isEqualTo(day.expected().thousands());
    }

    @Test
    void of_day_hasEightyThreeNumbers() {
        assertThat(TABLE.days())
                .allSatisfy(day -> assertThat(RidershipFeatures.of(day.input())).hasSize(83));
    }

    @Test
    void on_holidays_knowsTheMovingOnesAndTheirSubstitutes() {
        assertThat(Holiday.on(LocalDate.of(2004, 11, 25))).containsExactly(Holiday.THANKSGIVING);
        assertThat(Holiday.on(LocalDate.of(2010, 5, 31))).containsExactly(Holiday.MEMORIAL);
        assertThat(Holiday.on(LocalDate.of(2010, 7, 5))).contains(Holiday.INDEPENDENCE);
        assertThat(Holiday.on(LocalDate.of(2010, 12, 31))).contains(Holiday.NEW_YEAR, Holiday.NEW_YEARS_EVE);
        assertThat(Holiday.on(LocalDate.of(2004, 8, 17))).isEmpty();
    }
}
