package io.modelops.report.internal;

import io.modelops.event.LogEntry;
import io.modelops.event.RegistryEvent;
import io.modelops.model.FeatureProfile;
import io.modelops.model.FeatureSpec;
import io.modelops.model.Lineage;
import io.modelops.model.Manifest;
import io.modelops.model.ModelDescription;
import io.modelops.model.ModelVersion;
import io.modelops.model.Profile;
import io.modelops.model.Signature;
import io.modelops.model.TensorSpec;
import io.modelops.model.Verdict;
import io.modelops.registry.AliasPeriod;
import io.modelops.registry.ModelCard;
import io.modelops.registry.Standing;
import io.modelops.report.Block;
import io.modelops.report.KeyFigures;
import io.modelops.report.Page;
import io.modelops.report.Paragraph;
import io.modelops.report.Section;
import io.modelops.report.Table;
import io.modelops.report.Timeline;
import io.modelops.report.Tone;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The card of a version as a page. */
public final class CardPage {
    private static final int SHOWN_CATEGORIES = 5;

    private CardPage() {}

    /**
     * Lays a card out.
     *
     * @param card the card
     * @return the page
     */
    public static Page of(ModelCard card) {
        ModelVersion version = card.version();
        ModelDescription description = version.description();
        List<Section> sections = new ArrayList<>();
        sections.add(new Section("In short", inShort(card)));
        if (!description.intendedUse().isEmpty()) {
            sections.add(Section.of("Intended use", Paragraph.of(description.intendedUse())));
        }
        sections.add(new Section("Quality", quality(card)));
        sections.add(new Section("Inputs and outputs", signature(version)));
        Profile profile = card.trainingProfile();
        if (profile != null) {
            sections.add(Section.of("Training data", profile(profile)));
        }
        sections.add(
                Section.of("Origin", lineage(version), pairs("Parameters", "Parameter", description.parameters())));
        sections.add(Section.of("Approvals and comments", approvals(card), comments(card)));
        sections.add(Section.of("Aliases", aliases(card)));
        sections.add(Section.of("Files", files(description.manifest()), attachments(description)));
        return new Page(
                "Model card of " + version,
                description.text(),
                new Page.Status(card.standing().name(), card.standing() == Standing.ACTIVE ? Tone.GOOD : Tone.UNSURE),
                sections);
    }

    private static List<Block> inShort(ModelCard card) {
        ModelVersion version = card.version();
        String owner = version.description().owner();
        KeyFigures figures = KeyFigures.none()
                .add("Aliases", card.aliases().isEmpty() ? "none" : String.join(", ", card.aliases()), "", Tone.NEUTRAL)
                .add("Approvals", card.approvals().size(), "")
                .add("Golden examples", card.goldenExamples(), "")
                .add(
                        "Files",
                        version.description().manifest().files().size(),
                        Numbers.show((double) version.description().manifest().bytes()) + " bytes");
        if (!card.validations().isEmpty()) {
            Verdict newest = validated(card.validations().get(card.validations().size() - 1))
                    .verdict();
            figures = figures.add("Newest validation", newest.name(), "", Tone.of(newest));
        }
        Table table = Table.of("About this version", "Property", "Value")
                .row("Version", version.toString())
                .row("Owner", owner == null ? "not told" : owner)
                .row("Format", version.format())
                .row("Registered", time(version.registeredAt()) + " by " + version.registeredBy())
                .row("Card as of", "entry " + card.asOf().sequence() + " of the log, " + time(card.at()));
        return card.tags().isEmpty()
                ? List.of(figures, table)
                : List.of(figures, table, pairs("Tags", "Tag", card.tags()));
    }

    private static List<Block> quality(ModelCard card) {
        Table metrics = Table.of("Metrics told at registration", "Metric", "Value");
        for (Map.Entry<String, Double> metric : card.version().metrics().entrySet()) {
            metrics = metrics.row(metric.getKey(), metric.getValue());
        }
        Table validations = Table.of("Validations", "When", "Verdict", "Summary", "By");
        for (LogEntry entry : card.validations()) {
            RegistryEvent.Validated validated = validated(entry);
            validations = validations.row(
                    time(entry.at()),
                    validated.verdict(),
                    validated.summary(),
                    entry.actor().name());
        }
        return List.of(metrics, validations);
    }

    private static List<Block> signature(ModelVersion version) {
        Signature signature = version.signature().orElse(null);
        if (signature == null) {
            return List.of(Paragraph.of("The version was registered without a signature."));
        }
        Table tensors = Table.of("Tensors; −1 is a size that varies", "Direction", "Name", "Type", "Shape");
        for (TensorSpec tensor : signature.inputs()) {
            tensors = tensors.row(
                    "input", tensor.name(), tensor.type(), tensor.shape().toString());
        }
        for (TensorSpec tensor : signature.outputs()) {
            tensors = tensors.row(
                    "output", tensor.name(), tensor.type(), tensor.shape().toString());
        }
        if (signature.features().isEmpty()) {
            return List.of(tensors);
        }
        Table features = Table.of("Features behind the inputs", "Feature", "Kind");
        for (FeatureSpec feature : signature.features()) {
            features = features.row(feature.name(), feature.kind());
        }
        return List.of(tensors, features);
    }

    private static Table profile(Profile profile) {
        Table table = Table.of(
                "Summary of " + Numbers.show((double) profile.rows()) + " rows",
                "Feature",
                "Missing (%)",
                "Mean",
                "Standard deviation",
                "Least",
                "Greatest",
                "Most frequent");
        for (FeatureProfile feature : profile.features()) {
            List<Long> counts = feature.counts();
            double missing =
                    feature.total() == 0 ? Double.NaN : 100.0 * counts.get(counts.size() - 1) / feature.total();
            if (feature instanceof FeatureProfile.Numeric numbers) {
                table = table.row(
                        feature.name(),
                        missing,
                        numbers.mean(),
                        numbers.standardDeviation(),
                        numbers.min(),
                        numbers.max(),
                        "");
            } else if (feature instanceof FeatureProfile.Categorical categories) {
                table = table.row(feature.name(), missing, "", "", "", "", mostFrequent(categories));
            }
        }
        return table;
    }

    private static String mostFrequent(FeatureProfile.Categorical feature) {
        return IntStream.range(0, feature.categories().size())
                .boxed()
                .sorted(Comparator.comparing((Integer index) -> feature.counts().get(index))
                        .reversed())
                .limit(SHOWN_CATEGORIES)
                .map(index -> feature.categories().get(index) + " ("
                        + Numbers.show(feature.counts().get(index)) + ")")
                .collect(Collectors.joining(", "));
    }

    private static Table lineage(ModelVersion version) {
        Lineage lineage = version.lineage();
        Table table = Table.of("Lineage", "What", "Value");
        if (lineage.parent() != null) {
            table = table.row("Derived from", lineage.parent().toString());
        }
        if (lineage.codeRevision() != null) {
            table = table.row("Built from", lineage.codeRevision());
        }
        for (Object data : lineage.dataDigests()) {
            table = table.row("Trained on", data.toString());
        }
        if (lineage.cause() != null) {
            table = table.row("Caused by", lineage.cause());
        }
        return table;
    }

    private static Table approvals(ModelCard card) {
        Table table = Table.of("Approvals", "When", "Who", "Why");
        for (LogEntry entry : card.approvals()) {
            table = table.row(time(entry.at()), entry.actor().name(), entry.reason());
        }
        return table;
    }

    private static Timeline comments(ModelCard card) {
        Timeline comments = Timeline.titled("Comments");
        for (LogEntry entry : card.comments()) {
            if (entry.event() instanceof RegistryEvent.Commented comment) {
                comments = comments.entry(entry.at(), entry.actor().name(), comment.text(), Tone.NEUTRAL);
            }
        }
        return comments;
    }

    private static Table aliases(ModelCard card) {
        Table table = Table.of("When an alias pointed to this version", "Alias", "From", "Until", "Who", "Why");
        for (Map.Entry<String, List<AliasPeriod>> alias : card.aliasHistory().entrySet()) {
            for (AliasPeriod period : alias.getValue()) {
                table = table.row(
                        alias.getKey(),
                        time(period.from()),
                        period.until().map(CardPage::time).orElse("now"),
                        period.by().name(),
                        period.why());
            }
        }
        return table;
    }

    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static Table files(Manifest manifest) {
        Table table = Table.of("Files, together " + manifest.digest(), "Path", "Bytes", "SHA-256");
        for (Manifest.File file : manifest.files()) {
            table = table.row(file.path(), file.bytes(), file.digest().hex());
        }
        return table;
    }

    private static Table attachments(ModelDescription description) {
        Table table = Table.of("Further documents", "Role", "SHA-256");
        for (var attachment : description.attachments().entrySet()) {
            table = table.row(attachment.getKey(), attachment.getValue().hex());
        }
        return table;
    }

    private static Table pairs(String caption, String heading, Map<String, String> values) {
        Table table = Table.of(caption, heading, "Value");
        for (Map.Entry<String, String> value : values.entrySet()) {
            table = table.row(value.getKey(), value.getValue());
        }
        return table;
    }

    private static RegistryEvent.Validated validated(LogEntry entry) {
        return (RegistryEvent.Validated) entry.event();
    }
}
