package io.modelops.deployment.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.deployment.Batching;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BatchSizesTest {
    @Test
    void take_upToAMaximum_takesWhatIsThere() {
        BatchSizes sizes = new BatchSizes(Batching.upTo(4));

        assertThat(sizes.take(1, true)).isEqualTo(1);
        assertThat(sizes.take(9, true)).isEqualTo(4);
        assertThat(sizes.take(4, false)).isEqualTo(4);
        assertThat(sizes.take(3, false)).isZero();
    }

    @Test
    void take_withPreferredSizes_cutsToTheLargestThatIsThere() {
        BatchSizes sizes = new BatchSizes(Batching.upTo(10).preferring(4, 8));

        assertThat(sizes.take(9, false)).isEqualTo(8);
        assertThat(sizes.take(7, false)).isEqualTo(4);
        assertThat(sizes.take(3, false)).isZero();
        assertThat(sizes.take(3, true)).isEqualTo(3);
    }

    @Test
    void padded_sizes_areTheNextAllowedOnes() {
        BatchSizes sizes = new BatchSizes(Batching.upTo(16).paddedTo(2, 8, 16));

        assertThat(sizes.padded(1)).isEqualTo(2);
        assertThat(sizes.padded(2)).isEqualTo(2);
        assertThat(sizes.padded(3)).isEqualTo(8);
        assertThat(sizes.padded(16)).isEqualTo(16);
        assertThat(sizes.typical()).containsExactly(2, 8, 16);
    }

    @Test
    void limit_learntAndPadded_isASizeThatNeedsNoLargerOne() {
        BatchSizes sizes = new BatchSizes(Batching.upTo(16).paddedTo(2, 8, 16).within(Duration.ofNanos(100)));

        assertThat(sizes.limit()).isEqualTo(2);
        sizes.took(2, 10);
        assertThat(sizes.limit()).isEqualTo(2);
        sizes.took(4, 20);
        assertThat(sizes.limit()).isEqualTo(8);
    }

    @Test
    void typical_withoutPadding_areOneThePreferredAndTheMaximum() {
        assertThat(new BatchSizes(Batching.none()).typical()).containsExactly(1);
        assertThat(new BatchSizes(Batching.upTo(8)).typical()).containsExactly(1, 8);
        assertThat(new BatchSizes(Batching.upTo(8).preferring(4)).typical()).containsExactly(1, 4, 8);
    }
}
