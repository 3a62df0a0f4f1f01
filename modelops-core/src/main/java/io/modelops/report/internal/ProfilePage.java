package io.modelops.report.internal;

import io.modelops.model.FeatureProfile;
import io.modelops.model.Profile;
import io.modelops.model.internal.Json;
import io.modelops.monitoring.ProfileReport;
import io.modelops.report.Briefing;
import io.modelops.report.Page;
import io.modelops.report.Section;
import io.modelops.report.Tone;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a data set looks like as a page. */
public final class ProfilePage {
    private ProfilePage() {}

    /**
     * Lays a report out.
     *
     * @param report the report
     * @return the page
     */
    public static Page of(ProfileReport report) {
        Profile profile = report.profile();
        List<Section> sections = new ArrayList<>();
        sections.add(Section.of("In short", briefing(profile)));
        sections.add(Section.of("Features", FeaturePictures.of(profile)));
        return new Page(report.title(), "What the values look like, feature by feature.", null, sections);
    }

    /**
     * Writes a report for programs.
     *
     * @param report the report
     * @return the JSON
     */
    public static String json(ProfileReport report) {
        return Json.MAPPER.writeValueAsString(report);
    }

    private static Briefing briefing(Profile profile) {
        List<FeatureProfile> odd = profile.features().stream()
                .filter(feature -> !Oddities.of(feature).isEmpty())
                .toList();
        long numeric = profile.features().stream()
                .filter(FeatureProfile.Numeric.class::isInstance)
                .count();
        Briefing briefing = Briefing.none()
                .answer(
                        "How much is there?",
                        Numbers.show(profile.rows()) + " rows",
                        profile.features().size() + " features, " + numeric + " of them numeric",
                        profile.rows() == 0 ? Tone.UNSURE : Tone.NEUTRAL)
                .answer(
                        "Is anything odd?",
                        odd.isEmpty()
                                ? "Nothing stands out"
                                : odd.size() + (odd.size() == 1 ? " feature is" : " features are") + " worth a look",
                        odd.isEmpty()
                                ? ""
                                : Shortened.name(odd.get(0).name()) + ": "
                                        + Oddities.of(odd.get(0)).get(0),
                        odd.isEmpty() ? Tone.GOOD : Tone.UNSURE);
        return profile.features().stream()
                .filter(feature -> Oddities.missing(feature) > 0)
                .max(Comparator.comparingDouble(feature -> Oddities.missing(feature) / (double) feature.total()))
                .map(most -> briefing.answer(
                        "What is missing most?",
                        Shortened.name(most.name()),
                        Percent.show(Oddities.missing(most) / (double) most.total()) + " of its values are missing",
                        Tone.NEUTRAL))
                .orElseGet(() -> briefing.answer("What is missing most?", "No value is missing", "", Tone.GOOD));
    }
}
