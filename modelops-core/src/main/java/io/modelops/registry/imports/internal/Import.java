package io.modelops.registry.imports.internal;

import io.modelops.model.InvalidInputException;
import io.modelops.model.StoreException;
import io.modelops.registry.ModelRegistry;
import io.modelops.registry.imports.ImportReport;
import java.io.IOException;

/** Runs an import. */
public final class Import {
    private Import() {}

    /** Imports what a layout reads. */
    public static ImportReport run(String kind, Layout layout, ImportSettings settings, ModelRegistry registry) {
        Findings findings = new Findings();
        try {
            layout.read(new Intake(registry, settings, kind, findings));
        } catch (RefusedException refused) {
            findings.refused(refused.item(), refused);
        } catch (IOException unreadable) {
            throw new StoreException(
                    "The import from " + kind + " stopped (" + unreadable + ") after "
                            + findings.report().versions().size()
                            + " versions: make the source readable and leave room for a copy, then import again; "
                            + "nothing is registered twice.",
                    unreadable);
        }
        return findings.report();
    }

    /** Checks a limit. */
    public static long positive(long bytes) {
        if (bytes < 1) {
            throw new InvalidInputException("A limit of " + bytes + " bytes lets nothing in: expected 1 or more.");
        }
        return bytes;
    }
}
