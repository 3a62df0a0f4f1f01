package io.modelops.examples.registry;

import static io.modelops.registry.MetricRange.atLeast;
import static io.modelops.spi.AccessAction.COMMENT;
import static io.modelops.spi.AccessAction.REGISTER;
import static io.modelops.spi.AccessAction.TAG;

import io.modelops.event.LogSubscriber;
import io.modelops.model.Actor;
import io.modelops.model.ModelVersion;
import io.modelops.registry.AliasProtection;
import io.modelops.registry.ModelRegistry;
import io.modelops.registry.Permission;
import io.modelops.registry.RolePolicy;
import io.modelops.registry.imports.ImportReport;
import io.modelops.registry.imports.Importers;
import io.modelops.registry.signing.AnchorFile;
import io.modelops.registry.signing.KeyPairSigner;
import io.modelops.spi.AccessPolicy;
import io.modelops.spi.GarbagePlan;
import java.nio.file.Path;
import java.time.Instant;

/** What the README says of the registry, between the markers. */
final class RegistryExample {
    private RegistryExample() {}

    static void run(
            Path directory,
            Path mlflowModel,
            Path churnOnnx,
            Path elsewhere,
            Path page,
            KeyPairSigner signer,
            Instant tuesday,
            LogSubscriber audit) {
        // readme: begin
        Actor ana = Actor.by("ana");
        Actor ben = Actor.by("ben");
        AccessPolicy policy = RolePolicy.builder()
                .role("scientist", Permission.to(REGISTER, COMMENT, TAG))
                .role("operator", Permission.toDoAnything())
                .grant(ana, "scientist")
                .grant(ben, "operator")
                .contact("the platform team")
                .build();

        try (ModelRegistry registry = ModelRegistry.builder()
                .directory(directory) // or .stores(…), in a database
                .access(policy)
                .actor(ben)
                .open()) {
            registry.subscribe(1, audit); // all entries of the log in order, from a number that one remembers
            registry.anchorEvery(100, signer, AnchorFile.at(elsewhere)); // so that nobody can rewrite the log

            ImportReport imported =
                    Importers.mlflowModel(mlflowModel).into(registry, "churn").orElseThrow();
            ModelVersion candidate = registry.register(
                    "churn",
                    churnOnnx,
                    model -> model.by(ana)
                            .derivedFrom(imported.version())
                            .metric("auc", 0.93)
                            .tag("team", "growth")
                            .signedBy(signer));

            registry.protect("churn@champion", AliasProtection.approvals(1), ben, "four eyes");
            registry.approve(candidate, ben, "has read the validation report");
            registry.point("champion").because("better on last month").to(candidate);

            registry.asOf("churn@champion", tuesday); // what was live on Tuesday at 14:05
            registry.aliasHistory("churn@champion"); // what was live since when, moved by whom and why
            registry.search(
                    any -> any.tag("team", "growth").metric("auc", atLeast(0.9)).newestFirst());
            registry.compare("churn:1", "churn:2"); // metrics, parameters, signature and files, as a table
            registry.card("churn@champion").writeHtml(page); // all that is known of a version, to print

            registry.verify(); // the whole log and every file against their digests
            registry.collectGarbage(GarbagePlan.dryRun()); // what nothing refers to any more
        }
        // readme: end
    }
}
