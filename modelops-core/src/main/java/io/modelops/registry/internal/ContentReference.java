package io.modelops.registry.internal;

import io.modelops.event.RegistryEvent;
import io.modelops.model.Digest;
import io.modelops.model.Manifest;
import io.modelops.model.ModelVersion;
import java.util.function.Consumer;

/**
 * A place in the log that names content.
 *
 * @param digest the content
 * @param bytes its size as the log says it, or -1 if the log does not
 * @param owner what it is and whose, for people
 */
record ContentReference(Digest digest, long bytes, String owner) {
    static final long UNTOLD = -1;

    /** Visits everything that a log refers to; content that is shared is visited once for each place. */
    static void visit(RegistryState state, Consumer<ContentReference> visitor) {
        state.all().forEach(model -> {
            for (ModelVersion version : model.versions()) {
                visit(version, visitor);
                model.signatures(version.number())
                        .forEach(signed -> visitor.accept(
                                new ContentReference(signed.bundle(), UNTOLD, "a signature of " + version)));
            }
            for (RegistryEvent.Validated validated : model.validations()) {
                visitor.accept(new ContentReference(
                        validated.report(),
                        UNTOLD,
                        "the report of a validation of " + validated.model() + ":" + validated.version()));
            }
        });
    }

    private static void visit(ModelVersion version, Consumer<ContentReference> visitor) {
        for (Manifest.File file : version.description().manifest().files()) {
            visitor.accept(new ContentReference(file.digest(), file.bytes(), "file " + file.path() + " of " + version));
        }
        version.description()
                .attachments()
                .forEach((role, digest) -> visitor.accept(
                        new ContentReference(digest, UNTOLD, "attachment \"" + role + "\" of " + version)));
    }
}
