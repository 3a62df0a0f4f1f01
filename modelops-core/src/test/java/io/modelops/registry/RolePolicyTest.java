package io.modelops.registry;

import static io.modelops.spi.AccessAction.APPROVE;
import static io.modelops.spi.AccessAction.COMMENT;
import static io.modelops.spi.AccessAction.LOOSEN;
import static io.modelops.spi.AccessAction.MOVE_ALIAS;
import static io.modelops.spi.AccessAction.RECORD;
import static io.modelops.spi.AccessAction.REGISTER;
import static io.modelops.spi.AccessAction.REPAIR;
import static io.modelops.spi.AccessAction.ROLL_OUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.Actor;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelName;
import io.modelops.spi.AccessAction;
import io.modelops.spi.AccessDecision;
import io.modelops.spi.AccessPolicy;
import io.modelops.spi.AccessPolicyContract;
import io.modelops.spi.AccessRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RolePolicyTest extends AccessPolicyContract {
    @Override
    protected AccessPolicy createPolicy() {
        return RolePolicy.builder()
                .role("scientist", Permission.to(REGISTER).onModels("churn"), Permission.to(COMMENT))
                .role("operator", Permission.to(MOVE_ALIAS, ROLL_OUT, COMMENT).onAliases("champion"))
                .role("owner", Permission.toDoAnything())
                .role("guest", Permission.to(COMMENT).onModels("demo"))
                .grant(Actor.by("ana"), "scientist")
                .grant(Actor.by("ana"), "operator")
                .grant(Actor.by("ben"), "operator")
                .grant(Actor.by("olga"), "owner")
                .grantEverybody("guest")
                .contact("the platform team")
                .build();
    }

    @Override
    protected List<AccessRequest> allowed() {
        return List.of(
                request("ana", REGISTER, "churn", null),
                request("ana", MOVE_ALIAS, "churn", "champion"),
                request("ben", ROLL_OUT, "other", "champion"),
                request("ben", COMMENT, "churn", null),
                request("olga", LOOSEN, "churn", "champion"),
                request("olga", REPAIR, null, null),
                request("eve", COMMENT, "demo", null),
                new AccessRequest(Actor.SYSTEM, RECORD, ModelName.of("churn"), null));
    }

    @Override
    protected List<AccessRequest> denied() {
        return List.of(
                request("ana", REGISTER, "other", null),
                request("ana", APPROVE, "churn", null),
                request("ana", REPAIR, null, null),
                request("ben", MOVE_ALIAS, "churn", "challenger"),
                request("ben", LOOSEN, "churn", "champion"),
                request("eve", COMMENT, "churn", null),
                request("Olga", REPAIR, null, null),
                new AccessRequest(Actor.SYSTEM, ROLL_OUT, ModelName.of("churn"), "champion"));
    }

    @Test
    void decide_denied_namesTheRolesThatLackAndTheRolesThatHaveIt() {
        AccessDecision decision = createPolicy().decide(request("ana", MOVE_ALIAS, "churn", "challenger"));

        assertThat(decision.why()).isEqualTo("none of the roles [guest, operator, scientist] of ana permits it");
        assertThat(decision.ask()).isEqualTo("somebody with one of the roles [owner], or the platform team");
    }

    @Test
    void decide_actorWithoutRoles_isDenied() {
        AccessDecision decision = RolePolicy.builder().build().decide(request("eve", REGISTER, "churn", null));

        assertThat(decision.why()).isEqualTo("eve has no role");
        assertThat(decision.ask()).isNotBlank();
    }

    @Test
    void build_badInput_throws() {
        assertThatThrownBy(() -> RolePolicy.builder()
                        .role("a")
                        .grant(Actor.by("ana"), "b")
                        .build())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Roles [b] were granted but not described: there are [a]");
        assertThatThrownBy(() -> RolePolicy.builder().role("a").role("a")).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> RolePolicy.builder().contact(" ")).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> Permission.to(REGISTER).onModels()).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> Permission.to(REGISTER).onModels("Not/A name"))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> Permission.to(MOVE_ALIAS).onAliases()).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void build_builderChangedAfterwards_doesNotChangeThePolicy() {
        RolePolicy.Builder builder = RolePolicy.builder().role("a", Permission.to(REGISTER));
        RolePolicy policy = builder.build();
        builder.grant(Actor.by("eve"), "a").grantEverybody("a");

        assertThat(policy.decide(request("eve", REGISTER, "churn", null)).allowed())
                .isFalse();
    }

    private static AccessRequest request(
            String actor, AccessAction action, @Nullable String model, @Nullable String alias) {
        return new AccessRequest(Actor.by(actor), action, model == null ? null : ModelName.of(model), alias);
    }
}
