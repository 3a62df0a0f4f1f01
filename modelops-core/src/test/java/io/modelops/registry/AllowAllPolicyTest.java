package io.modelops.registry;

import io.modelops.model.Actor;
import io.modelops.model.ModelName;
import io.modelops.spi.AccessAction;
import io.modelops.spi.AccessPolicy;
import io.modelops.spi.AccessPolicyContract;
import io.modelops.spi.AccessRequest;
import java.util.Arrays;
import java.util.List;

class AllowAllPolicyTest extends AccessPolicyContract {
    @Override
    protected AccessPolicy createPolicy() {
        return AccessPolicy.allowAll();
    }

    @Override
    protected List<AccessRequest> allowed() {
        return Arrays.stream(AccessAction.values())
                .map(action -> new AccessRequest(Actor.by("eve"), action, ModelName.of("churn"), null))
                .toList();
    }

    @Override
    protected List<AccessRequest> denied() {
        return List.of();
    }
}
