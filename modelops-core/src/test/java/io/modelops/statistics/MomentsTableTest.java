package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MomentsTableTest {
    @Test
    void add_severalColumns_keepsThemApart() {
        MomentsTable table = new MomentsTable(3);
        for (int value = 1; value <= 10; value++) {
            table.add(0, value);
            table.add(2, 1e9 + value);
        }

        // x = np.arange(1, 11); x.mean(), ((x - x.mean()) ** 2).sum()
        assertThat(table.moments(0)).isEqualTo(new Moments(10, 5.5, 82.5, 1, 10, 0));
        assertThat(table.moments(1)).isEqualTo(Moments.EMPTY);
        assertThat(table.moments(2).mean()).isEqualTo(1e9 + 5.5);
        assertThat(table.moments(2).squaredDeviations()).isCloseTo(82.5, within(1e-6));
        assertThat(table.bytes()).isBetween(100L, 1_000L);
    }

    @Test
    void add_extremeValues_areStillMoments() {
        MomentsTable table = new MomentsTable(1);
        table.add(0, -Double.MAX_VALUE);
        table.add(0, Double.MAX_VALUE);
        table.add(0, -0.0);

        assertThat(table.moments(0).mean()).isFinite();
        assertThat(table.moments(0).squaredDeviations()).isInfinite();
        assertThat(table.moments(0).min()).isEqualTo(-Double.MAX_VALUE);
    }

    @Test
    void add_onlyNegativeZero_isZero() {
        MomentsTable table = new MomentsTable(1);
        table.add(0, -0.0);

        assertThat(table.moments(0)).isEqualTo(new Moments(1, 0.0, 0.0, 0.0, 0.0, 0));
    }

    @Test
    void clear_afterValues_forgetsThem() {
        MomentsTable table = new MomentsTable(2);
        table.add(1, 4);
        table.add(1, Moments.of(1, 2, Double.NaN));
        assertThat(table.moments(1).count()).isEqualTo(3);
        table.clear();

        assertThat(table.moments(1)).isEqualTo(Moments.EMPTY);
    }

    @Test
    void moments_noSuchColumn_throws() {
        assertThatThrownBy(() -> new MomentsTable(2).moments(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> new MomentsTable(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
