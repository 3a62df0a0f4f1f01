package io.modelops.registry.imports.internal;

import io.modelops.model.AccessDeniedException;
import io.modelops.model.ConflictException;
import io.modelops.model.InvalidInputException;
import io.modelops.model.ModelName;
import io.modelops.model.ModelRef;
import io.modelops.model.ModelVersion;
import io.modelops.registry.ModelRegistry;
import io.modelops.registry.imports.ImportReport;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes versions into a registry, one after the other. One that is refused leaves nothing behind. */
public final class Intake {
    private final ModelRegistry registry;
    private final ImportSettings settings;
    private final String kind;
    private final Findings findings;
    private final Map<String, String> sourcesByName = new HashMap<>();

    /**
     * Begins to take versions.
     *
     * @param kind what the source is, for the history
     */
    public Intake(ModelRegistry registry, ImportSettings settings, String kind, Findings findings) {
        this.registry = registry;
        this.settings = settings;
        this.kind = kind;
        this.findings = findings;
    }

    /** Puts one version together. */
    @FunctionalInterface
    interface Content {
        /**
         * Copies files and says what is known.
         *
         * @return false if there is nothing to register; the findings say why
         * @throws RefusedException if the version is not taken
         */
        boolean fill(Draft draft) throws IOException;
    }

    boolean takesNotLoadable() {
        return settings.notLoadable();
    }

    /**
     * Takes one version.
     *
     * @param model the source's name of the model
     * @param source where in the source the version is, for the report
     */
    void version(String model, String source, Content content) throws IOException {
        Findings own = new Findings();
        try {
            String name = nameOf(model);
            try (Staging staging = Staging.in(settings.staging(), settings.mostBytes())) {
                Draft draft = new Draft(staging, own, source);
                if (content.fill(draft)) {
                    ModelVersion version = register(name, source, draft);
                    own.registered(new ImportReport.Imported(source, version));
                    tag(version, source, draft, own);
                    point(version, source, draft, own);
                }
            }
            findings.addAll(own);
        } catch (RefusedException refused) {
            findings.refused(source, refused);
        }
    }

    /** Something of the source that belongs to no version. */
    void unmapped(String source, String item, String why) {
        findings.unmapped(source, item, why);
    }

    /** A version that is refused before it is looked into. */
    void refused(String source, String item, String why) {
        findings.refused(source, new RefusedException(item, why));
    }

    private String nameOf(String model) throws RefusedException {
        String name = settings.named().apply(model);
        try {
            name = ModelName.of(name).value();
        } catch (InvalidInputException notAllowed) {
            throw new RefusedException(
                    model, notAllowed.getMessage() + " An import of many models takes other names with named().");
        }
        String earlier = sourcesByName.putIfAbsent(name, model);
        if (earlier != null && !earlier.equals(model)) {
            throw new RefusedException(
                    model,
                    "model " + earlier + " is called " + name + " already: give them different names with named()");
        }
        return name;
    }

    private ModelVersion register(String name, String source, Draft draft) throws RefusedException {
        UUID operation = draft.operation(kind, name);
        try {
            return registry.register(name, draft.directory(), registration -> {
                draft.fill(registration);
                registration.because(reason()).operation(operation);
                if (settings.actor() != null) {
                    registration.by(settings.actor());
                }
            });
        } catch (InvalidInputException | AccessDeniedException notAllowed) {
            throw new RefusedException(source, String.valueOf(notAllowed.getMessage()));
        }
    }

    private void tag(ModelVersion version, String source, Draft draft, Findings own) {
        Map<String, String> present = registry.tags(version);
        draft.tags().forEach((key, value) -> {
            try {
                if (!value.equals(present.get(key))) {
                    registry.tag(version, key, value);
                }
                own.mapped(source, "tag " + key, "tag " + key);
            } catch (InvalidInputException | AccessDeniedException notAllowed) {
                own.unmapped(source, "tag " + key, String.valueOf(notAllowed.getMessage()));
            }
        });
    }

    private void point(ModelVersion version, String source, Draft draft, Findings own) {
        for (String alias : draft.aliases()) {
            String why = whyNotPointed(version, alias);
            if (why == null) {
                own.mapped(source, "alias " + alias, "alias " + alias);
            } else {
                own.unmapped(source, "alias " + alias, why);
            }
        }
    }

    private @Nullable String whyNotPointed(ModelVersion version, String alias) {
        try {
            ModelRef.Aliased reference = new ModelRef.Aliased(version.model(), alias);
            ModelVersion current = registry.find(reference).orElse(null);
            if (current == null) {
                var move = registry.point(alias).because(reason());
                (settings.actor() == null ? move : move.by(settings.actor())).to(version);
                return null;
            }
            return current.equals(version)
                    ? null
                    : "it points to " + current + " in this registry already: move it by hand if it is to point to "
                            + version;
        } catch (InvalidInputException | ConflictException | AccessDeniedException notAllowed) {
            return String.valueOf(notAllowed.getMessage());
        }
    }

    private String reason() {
        return "imported from " + kind;
    }
}
