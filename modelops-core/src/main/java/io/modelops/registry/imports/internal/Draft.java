package io.modelops.registry.imports.internal;

import io.modelops.model.Digest;
import io.modelops.model.InvalidInputException;
import io.modelops.model.Quoted;
import io.modelops.model.Signature;
import io.modelops.registry.Registration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One version while it is put together: its files in a private directory, and what is said of it. */
final class Draft {
    private final Staging staging;
    private final Findings findings;
    private final String source;
    private final Map<String, String> parameters = new TreeMap<>();
    private final Map<String, String> tags = new TreeMap<>();
    private final Map<String, byte[]> attachments = new TreeMap<>();
    private final Map<String, String> aliases = new LinkedHashMap<>();
    private String format = "";
    private @Nullable Signature signature;
    private @Nullable String cause;
    private @Nullable String owner;
    private String description = "";

    Draft(Staging staging, Findings findings, String source) {
        this.staging = staging;
        this.findings = findings;
        this.source = source;
    }

    void format(String name) {
        format = name;
    }

    /** Copies a file that must be nothing but data. */
    Path file(SourceFile file, String as) throws IOException {
        return data(file, as, false);
    }

    /** Copies a file that is an archive by its format. */
    Path archive(SourceFile file, String as) throws IOException {
        return data(file, as, true);
    }

    /** Copies a file that is only kept: no runtime of the library takes the version. */
    Path kept(SourceFile file, String as) throws IOException {
        return staging.copy(file, as);
    }

    private Path data(SourceFile file, String as, boolean archive) throws IOException {
        Path copy = staging.copy(file, as);
        String code = CodeLike.byContent(copy, archive).orElse(null);
        if (code != null) {
            throw new RefusedException(file.path(), code);
        }
        return copy;
    }

    boolean hasFile(String path) {
        return staging.has(path);
    }

    /** Keeps what the source said word for word, for whoever asks later. */
    void attach(String role, byte[] content) {
        attachments.put(role, content.clone());
    }

    void signature(Signature inputsAndOutputs, String from) {
        signature = inputsAndOutputs;
        findings.mapped(source, from, "signature");
    }

    boolean hasSignature() {
        return signature != null;
    }

    /** Carries a value over as a parameter; nothing for one that is absent. */
    void parameter(String name, @Nullable String value) {
        if (value != null && isSaid(value)) {
            if (value.length() > Limits.TEXT || name.length() > Limits.VALUE) {
                unmapped(name, "it is longer than " + Limits.TEXT + " characters");
            } else if (parameters.size() >= Limits.PARAMETERS) {
                unmapped(name, "the version has " + Limits.PARAMETERS + " parameters already");
            } else {
                parameters.put(name, value);
                findings.mapped(source, name, "parameter " + name);
            }
        }
    }

    void tag(String key, String value) {
        if (value.length() > Limits.TEXT || key.length() > Limits.TEXT || key.isBlank()) {
            unmapped("tag " + key, "its name is blank, or it is longer than " + Limits.TEXT + " characters");
        } else {
            tags.put(key, value);
        }
    }

    void alias(String name) {
        aliases.put(name, name);
    }

    void causedBy(String what) {
        cause = what;
    }

    void owner(@Nullable String name, String from) {
        if (name != null && isSaid(name) && name.length() <= Limits.TEXT) {
            owner = name;
            findings.mapped(source, from, "owner");
        }
    }

    void describedAs(@Nullable String text, String from) {
        if (text != null && isSaid(text)) {
            description = text.length() > Limits.TEXT ? text.substring(0, Limits.TEXT) + "…" : text;
            findings.mapped(source, from, "description");
        }
    }

    void mapped(String item, String where) {
        findings.mapped(source, item, where);
    }

    void unmapped(String item, String why) {
        findings.unmapped(source, item, why);
    }

    Map<String, String> tags() {
        return tags;
    }

    Iterable<String> aliases() {
        return aliases.keySet();
    }

    Path directory() {
        return staging.directory();
    }

    void fill(Registration registration) {
        registration.format(format);
        if (signature != null) {
            registration.signature(signature);
        }
        parameters.forEach(registration::parameter);
        attachments.forEach(registration::attach);
        if (cause != null) {
            registration.causedBy(cause);
        }
        if (owner != null) {
            registration.owner(owner);
        }
        registration.describedAs(description);
    }

    /** The same for the same content, so that an import that is repeated registers nothing twice. */
    UUID operation(String kind, String model) throws RefusedException {
        if (staging.files().isEmpty()) {
            throw new RefusedException(source, "it holds no file of a model");
        }
        try {
            StringBuilder content = new StringBuilder();
            content.append(Quoted.of(kind)).append(Quoted.of(model)).append(Quoted.of(source));
            content.append(format).append(parameters).append(signature).append(description);
            staging.files().forEach((path, digest) -> content.append(path).append(digest.hex()));
            attachments.forEach((role, bytes) ->
                    content.append(role).append(Digest.of(bytes).hex()));
            return UUID.nameUUIDFromBytes(content.toString().getBytes(StandardCharsets.UTF_8));
        } catch (InvalidInputException notAllowed) {
            throw new RefusedException(source, String.valueOf(notAllowed.getMessage()));
        }
    }

    private static boolean isSaid(String value) {
        return !value.isBlank() && !value.equals("null");
    }
}
