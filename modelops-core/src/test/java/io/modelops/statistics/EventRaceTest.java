package io.modelops.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventRaceTest {
    private static final double ALPHA = 0.05;

    @Test
    void pValue_beforeTheFirstEvent_isOne() {
        assertThat(new EventRace().pValue()).isEqualTo(1);
        assertThat(new EventRace().logEvidence()).isZero();
    }

    @Test
    void logEvidence_afterOneEvent_isTheMixtureOfTheLikelihoodRatios() {
        EventRace race = new EventRace();

        race.add(true, 0.5);

        // mean over r of 2 r / (r + 1): 1.111, 1.2, 1.333, 1.5, 1.6, 1.714, 1.818, 1.905
        assertThat(Math.exp(race.logEvidence())).isCloseTo(1.5227, within(1e-4));
    }

    @Test
    void pValue_afterEventsOfTheBaseline_doesNotGrow() {
        EventRace race = new EventRace();
        for (int event = 0; event < 20; event++) {
            race.add(true, 0.3);
        }
        double least = race.pValue();
        for (int event = 0; event < 100; event++) {
            race.add(false, 0.3);
        }

        assertThat(race.pValue()).isEqualTo(least).isLessThan(1e-6);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -0.1, Double.NaN})
    void add_shareThatIsNone_throws(double share) {
        assertThatIllegalArgumentException().isThrownBy(() -> new EventRace().add(true, share));
    }

    /** Ville's inequality: of streams in which nothing is worse, at most alpha ever look so, however often one looks. */
    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.25, 0.5})
    void pValue_underNoDifferenceLookedAtAfterEveryEvent_isRarelyBelowAlpha(double share) {
        Random random = new Random(1);
        int streams = 2_000;
        int wrong = 0;
        for (int stream = 0; stream < streams; stream++) {
            EventRace race = new EventRace();
            for (int event = 0; event < 500; event++) {
                race.add(random.nextDouble() < share, share);
            }
            wrong += race.pValue() <= ALPHA ? 1 : 0;
        }

        assertThat(wrong / (double) streams).isLessThanOrEqualTo(ALPHA);
    }

    /** Wald's identity: the bound of the class's description, in events, for a true ratio of 3. */
    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.25, 0.5})
    void pValue_underATripledRate_isBelowAlphaWithinTheBoundOfTheory(double share) {
        Random random = new Random(2);
        double candidates = 3 * share / (3 * share + 1 - share);
        double divergence =
                candidates * Math.log(candidates / share) + (1 - candidates) * Math.log((1 - candidates) / (1 - share));
        double bound = (-Math.log(ALPHA) + Math.log(8) + Math.log(candidates / share)) / divergence;

        int streams = 500;
        double events = 0;
        for (int stream = 0; stream < streams; stream++) {
            EventRace race = new EventRace();
            while (race.pValue() > ALPHA) {
                race.add(random.nextDouble() < candidates, share);
                events++;
            }
        }

        assertThat(events / streams).isLessThanOrEqualTo(bound);
    }
}
