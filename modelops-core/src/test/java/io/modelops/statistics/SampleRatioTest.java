package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SampleRatioTest {
    @Test
    void logEvidence_withoutRequests_isZero() {
        assertThat(SampleRatio.logEvidence(0, 0, 0.25)).isCloseTo(0, within(1e-12));
    }

    @Test
    void logEvidence_ofAFewRequests_isTheBetaBinomialRatio() {
        // log(beta(2.5, 1.5) / beta(0.5, 0.5)) - 2 * log(0.5) - log(0.5), R
        assertThat(SampleRatio.logEvidence(2, 3, 0.5)).isCloseTo(Math.log(0.0625 * 8), within(1e-9));
    }

    @Test
    void logEvidence_ofASplitAsPlanned_isRarelyGreat() {
        Random random = new Random(3);
        int streams = 2_000;
        int wrong = 0;
        for (int stream = 0; stream < streams; stream++) {
            long candidates = 0;
            boolean seen = false;
            for (int requests = 1; requests <= 300 && !seen; requests++) {
                candidates += random.nextDouble() < 0.1 ? 1 : 0;
                seen = SampleRatio.logEvidence(candidates, requests, 0.1) > Math.log(20);
            }
            wrong += seen ? 1 : 0;
        }

        assertThat(wrong / (double) streams).isLessThanOrEqualTo(0.05);
    }

    @Test
    void logEvidence_ofASplitThatLosesAThirdOfTheCandidates_isGreat() {
        assertThat(SampleRatio.logEvidence(667, 10_000, 0.1)).isGreaterThan(Math.log(1e6));
    }
}
