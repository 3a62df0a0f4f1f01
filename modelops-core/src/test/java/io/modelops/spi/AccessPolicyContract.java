package io.modelops.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.model.Actor;
import io.modelops.model.ModelName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link AccessPolicy} has to do: answer any request, always in the same way, and give reasons. */
public abstract class AccessPolicyContract {
    /** Makes the policy under test. */
    protected abstract AccessPolicy createPolicy() throws Exception;

    /** Some requests that it allows. */
    protected abstract List<AccessRequest> allowed();

    /** Some requests that it denies; empty if it denies nothing. */
    protected abstract List<AccessRequest> denied();

    @Test
    void decide_whatMayBeDone_isAllowed() throws Exception {
        AccessPolicy policy = createPolicy();

        assertThat(allowed())
                .isNotEmpty()
                .allSatisfy(request -> assertThat(policy.decide(request).allowed())
                        .as("%s", request)
                        .isTrue());
    }

    @Test
    void decide_whatMayNotBeDone_isDeniedAndSaysWhyAndWhomToAsk() throws Exception {
        AccessPolicy policy = createPolicy();

        assertThat(denied()).allSatisfy(request -> {
            AccessDecision decision = policy.decide(request);
            assertThat(decision.allowed()).as("%s", request).isFalse();
            assertThat(decision.why()).isNotBlank();
            assertThat(decision.ask()).isNotBlank();
        });
    }

    @Test
    void decide_anyRequest_isDecidedTwiceInTheSameWay() throws Exception {
        AccessPolicy policy = createPolicy();

        assertThat(anything())
                .allSatisfy(request -> assertThat(policy.decide(request))
                        .as("%s", request)
                        .isNotNull()
                        .isEqualTo(policy.decide(request)));
    }

    @Test
    void decide_inSeveralThreads_isTheSameAsInOne() throws Exception {
        AccessPolicy policy = createPolicy();
        List<AccessDecision> expected = anything().stream().map(policy::decide).toList();

        assertThat(IntStream.range(0, 50)
                        .parallel()
                        .mapToObj(
                                round -> anything().stream().map(policy::decide).toList())
                        .toList())
                .allSatisfy(decisions -> assertThat(decisions).isEqualTo(expected));
    }

    private List<AccessRequest> anything() {
        List<AccessRequest> requests = new ArrayList<>(allowed());
        requests.addAll(denied());
        List<Actor> actors =
                List.of(Actor.SYSTEM, Actor.by("ana"), Actor.by("x".repeat(128)), Actor.by("{} %s \u202e"));
        for (Actor actor : actors) {
            for (AccessAction action : Arrays.asList(AccessAction.values())) {
                requests.add(new AccessRequest(actor, action, null, null));
                requests.add(new AccessRequest(actor, action, ModelName.of("churn"), null));
                requests.add(new AccessRequest(actor, action, ModelName.of("churn"), "champion"));
            }
        }
        return requests;
    }
}
