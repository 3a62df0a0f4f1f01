package io.modelops.registry.imports.internal;

import io.modelops.registry.imports.ImportReport;
import java.util.ArrayList;
import java.util.List;

/** What the report will say. Lists that a hostile source could make endless are cut, and say so. */
public final class Findings {
    private final List<ImportReport.Imported> versions = new ArrayList<>();
    private final List<ImportReport.Note> mapped = new ArrayList<>();
    private final List<ImportReport.Note> unmapped = new ArrayList<>();
    private final List<ImportReport.Note> refused = new ArrayList<>();

    void registered(ImportReport.Imported version) {
        versions.add(version);
    }

    void mapped(String source, String item, String where) {
        add(mapped, source, item, where);
    }

    void unmapped(String source, String item, String why) {
        add(unmapped, source, item, why);
    }

    /** What became of the source as a whole. */
    public void refused(String source, RefusedException refusal) {
        add(refused, source, refusal.item(), String.valueOf(refusal.getMessage()));
    }

    /** The report as it stands. */
    public ImportReport report() {
        return new ImportReport(versions, mapped, unmapped, refused);
    }

    /** Takes over what another one found. */
    void addAll(Findings other) {
        versions.addAll(other.versions);
        other.mapped.forEach(note -> add(mapped, note.source(), note.item(), note.text()));
        other.unmapped.forEach(note -> add(unmapped, note.source(), note.item(), note.text()));
        other.refused.forEach(note -> add(refused, note.source(), note.item(), note.text()));
    }

    private static void add(List<ImportReport.Note> notes, String source, String item, String text) {
        if (notes.size() < Limits.NOTES) {
            notes.add(new ImportReport.Note(source, item, text));
        } else if (notes.size() == Limits.NOTES) {
            notes.add(new ImportReport.Note(source, "", "there is more to say than a report holds"));
        }
    }
}
