package io.modelops.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ClaimTest {
    // scipy.stats.binomtest(60, 1000).proportion_ci(.999)
    @Test
    void about_hitsOfTrials_hasTheExactInterval() {
        Claim claim = Claim.about("x", 0.05, 0, 60, 1000);

        assertThat(claim.low()).isCloseTo(0.03814374033121586, within(1e-12));
        assertThat(claim.high()).isCloseTo(0.08865535228708141, within(1e-12));
        assertThat(claim.ok()).isTrue();
        assertThat(Claim.about("x", 0.03, 0, 60, 1000).ok()).isFalse();
        assertThat(Claim.about("x", 0.03, 0.5, 60, 1000).ok()).isTrue();
    }

    @Test
    void atMost_noneOrAll_isOkOrOff() {
        assertThat(Claim.atMost("x", 0.05, 0, 1000).ok()).isTrue();
        assertThat(Claim.atMost("x", 0.05, 1000, 1000).ok()).isFalse();
        assertThat(Claim.atLeast("x", 0.95, 1000, 1000).ok()).isTrue();
        assertThat(Claim.atLeast("x", 0.95, 0, 1000).ok()).isFalse();
    }

    @Test
    void mean_trialsFarFromTheClaim_isOff() {
        double[] trials = {1, 2, 3, 2, 1, 2, 3, 2};

        assertThat(Claim.meanAtMost("x", 2, trials).ok()).isTrue();
        assertThat(Claim.meanAbout("x", 4, 0.1, trials).ok()).isFalse();
    }

    @Test
    void check_claimThatIsOff_failsAndSaysWhatWasMeasured() {
        Claim claim = Claim.atMost("never", 0.01, 500, 1000);

        assertThat(claim).hasToString("calibrate never nominal=0.01000 measured=0.5000 interval=0.4476..0.5524 off");
        assertThatThrownBy(claim::check).isInstanceOf(AssertionError.class).hasMessageContaining("never");
    }
}
