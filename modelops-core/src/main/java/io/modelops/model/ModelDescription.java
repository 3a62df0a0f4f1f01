package io.modelops.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What was said of a version when it was registered. It never changes afterwards; what may change, such as tags, lives
 * beside it in the registry.
 *
 * @param format what kind of files these are, such as {@code onnx}; chooses the runtime
 * @param manifest the files
 * @param signature what the model takes and gives, or null if not told
 * @param metrics measured quality by name, such as {@code auc}
 * @param parameters options of training and of the runtime by name
 * @param lineage where the version came from
 * @param attachments further documents by role, such as {@link #TRAINING_PROFILE}, stored as artifacts
 * @param owner who answers for the model, or null if not told
 * @param text a sentence for people, empty if not told
 * @param intendedUse what it is meant for and what not, empty if not told
 */
public record ModelDescription(
        String format,
        Manifest manifest,
        @Nullable Signature signature,
        Map<String, Double> metrics,
        Map<String, String> parameters,
        Lineage lineage,
        Map<String, Digest> attachments,
        @Nullable String owner,
        String text,
        String intendedUse) {
    /** The role of the attachment that summarises the training data. */
    public static final String TRAINING_PROFILE = "training-profile";

    /** The role of the attachment that holds the golden examples. */
    public static final String GOLDEN_EXAMPLES = "golden-examples";

    /** The role of the attachment that is a signature over the files, in the OpenSSF model-signing format. */
    public static final String SIGNATURE = "model.sig";

    private static final Pattern FORMAT = Pattern.compile("[a-z][a-z0-9-]{0,63}");

    /**
     * Copies and keeps the parts.
     *
     * @param format what kind of files these are
     * @param manifest the files
     * @param signature what the model takes and gives, or null
     * @param metrics measured quality by name
     * @param parameters options of training and of the runtime by name
     * @param lineage where the version came from
     * @param attachments further documents by role
     * @param owner who answers for the model, or null
     * @param text a sentence for people
     * @param intendedUse what it is meant for and what not
     * @throws InvalidInputException if the format has another form than 1 to 64 of {@code a-z}, {@code 0-9}, {@code -}
     */
    public ModelDescription {
        if (!FORMAT.matcher(format).matches()) {
            throw new InvalidInputException("Format " + Quoted.of(format) + " is not allowed: expected 1 to 64 of a-z, "
                    + "0-9, '-', starting with a letter, such as \"onnx\".");
        }
        metrics = ordered(metrics);
        parameters = ordered(parameters);
        attachments = ordered(attachments);
        intendedUse = intendedUse == null ? "" : intendedUse; // entries without it lack the part
    }

    /**
     * A description that does not tell the intended use.
     *
     * @param format what kind of files these are
     * @param manifest the files
     * @param signature what the model takes and gives, or null
     * @param metrics measured quality by name
     * @param parameters options of training and of the runtime by name
     * @param lineage where the version came from
     * @param attachments further documents by role
     * @param owner who answers for the model, or null
     * @param text a sentence for people
     * @throws InvalidInputException if the format has another form than 1 to 64 of {@code a-z}, {@code 0-9}, {@code -}
     */
    public ModelDescription(
            String format,
            Manifest manifest,
            @Nullable Signature signature,
            Map<String, Double> metrics,
            Map<String, String> parameters,
            Lineage lineage,
            Map<String, Digest> attachments,
            @Nullable String owner,
            String text) {
        this(format, manifest, signature, metrics, parameters, lineage, attachments, owner, text, "");
    }

    private static <V> Map<String, V> ordered(Map<String, V> map) {
        return map.isEmpty() ? Collections.emptyMap() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
