package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class IntervalTest {
    @Test
    void contains_ends_areInside() {
        Interval interval = new Interval(-1, 0.5, 2, 0.9);

        assertThat(interval.contains(-1)).isTrue();
        assertThat(interval.contains(2)).isTrue();
        assertThat(interval.contains(2.1)).isFalse();
        assertThat(interval.isAbove(-1.1)).isTrue();
        assertThat(interval.isAbove(-1)).isFalse();
        assertThat(interval.isBelow(2.1)).isTrue();
        assertThat(interval.isBelow(2)).isFalse();
        assertThat(interval.width()).isEqualTo(3);
    }

    @Test
    void questions_unknownEnds_areAllAnsweredNo() {
        Interval unknown = new Interval(Double.NaN, 0, Double.NaN, 0.9);

        assertThat(unknown.contains(0)).isFalse();
        assertThat(unknown.isAbove(-100)).isFalse();
        assertThat(unknown.isBelow(100)).isFalse();
        assertThat(unknown.width()).isNaN();
    }

    @Test
    void constructor_endsOrConfidenceOutOfRange_throws() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Interval(2, 1, 1, 0.9))
                .withMessageContaining("low was 2.0");
        assertThatIllegalArgumentException().isThrownBy(() -> new Interval(0, 1, 2, 95));
        assertThatIllegalArgumentException().isThrownBy(() -> new Interval(0, 1, 2, Double.NaN));
    }
}
