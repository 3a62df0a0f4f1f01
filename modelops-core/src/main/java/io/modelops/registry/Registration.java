package io.modelops.registry;

import io.modelops.model.Actor;
import io.modelops.model.Alert;
import io.modelops.model.Digest;
import io.modelops.model.Example;
import io.modelops.model.InvalidInputException;
import io.modelops.model.Lineage;
import io.modelops.model.ModelDescription;
import io.modelops.model.ModelName;
import io.modelops.model.ModelVersion;
import io.modelops.model.Profile;
import io.modelops.model.Quoted;
import io.modelops.model.Signature;
import io.modelops.model.internal.Json;
import io.modelops.registry.internal.Publication;
import io.modelops.registry.signing.SignatureBundle;
import io.modelops.spi.ModelSigner;
import io.modelops.spi.TrainedModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * What is said of a version when it is registered. Filled in by the function given to
 * {@link ModelRegistry#register(String, java.nio.file.Path, java.util.function.Consumer)}; not safe for use by several
 * threads, and of no use after that call. What can be said once only, such as the format, the owner or a metric of one
 * name, is refused with an {@link InvalidInputException} when it is said again.
 */
public final class Registration {
    private final Map<String, Double> metrics = new LinkedHashMap<>();
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private final Map<String, byte[]> attachments = new LinkedHashMap<>();
    final Map<String, String> tags = new LinkedHashMap<>();
    private final List<Digest> dataDigests = new ArrayList<>();
    private @Nullable String format;
    private @Nullable Signature signature;
    private @Nullable String codeRevision;
    private @Nullable ModelVersion parent;
    private @Nullable String cause;
    private @Nullable String owner;
    private @Nullable ModelSigner signer;

    @Nullable
    Actor actor;

    private String text = "";
    private String use = "";
    String reason = "";
    UUID operation = UUID.randomUUID();

    Registration() {}

    /**
     * Says what kind of files these are. If it is not said, the extension of the file decides where it can:
     * {@code .onnx} is {@code onnx}, {@code .pt} is {@code torchscript}.
     *
     * @param name the format, such as {@code onnx}
     * @return this
     */
    public Registration format(String name) {
        once("format", format);
        format = name;
        return this;
    }

    /**
     * Says everything that a trainer says of its model: format, signature, metrics, parameters and training data.
     *
     * @param model what the trainer gave back
     * @return this
     */
    public Registration trained(TrainedModel model) {
        format(model.format());
        if (model.signature() != null) {
            signature(model.signature());
        }
        model.metrics().forEach(this::metric);
        model.parameters().forEach(this::parameter);
        return model.trainedOn() == null ? this : trainedOn(model.trainedOn());
    }

    /**
     * Says what the model takes and gives.
     *
     * @param inputsAndOutputs the signature
     * @return this
     */
    public Registration signature(Signature inputsAndOutputs) {
        once("signature", signature);
        signature = inputsAndOutputs;
        return this;
    }

    /**
     * Says how good the model was measured to be.
     *
     * @param name the metric, such as {@code auc}
     * @param value its value, a finite number
     * @return this
     * @throws InvalidInputException if the value is not finite
     */
    public Registration metric(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new InvalidInputException("Metric " + Quoted.of(name) + " is " + value
                    + ": expected a finite number; leave it out if unknown.");
        }
        once("metric " + Quoted.of(name), metrics.put(name, value));
        return this;
    }

    /**
     * Says how it was trained or how it is to be loaded.
     *
     * @param name the parameter
     * @param value its value
     * @return this
     */
    public Registration parameter(String name, String value) {
        once("parameter " + Quoted.of(name), parameters.put(name, value));
        return this;
    }

    /**
     * Gives the version a tag, which can be set anew or removed later with {@link ModelRegistry#tag}.
     *
     * @param key the name of the tag
     * @param value its value
     * @return this
     */
    public Registration tag(String key, String value) {
        once("tag " + Quoted.of(key), tags.put(key, value));
        return this;
    }

    /**
     * Names the code it was built from.
     *
     * @param revision such as {@code git:9f2c1d7}
     * @return this
     */
    public Registration builtFrom(String revision) {
        once("code revision", codeRevision);
        codeRevision = revision;
        return this;
    }

    /**
     * Keeps a summary of the data it was trained on, which monitors compare live traffic with.
     *
     * @param trainingData the summary
     * @return this
     */
    public Registration trainedOn(Profile trainingData) {
        return attach(ModelDescription.TRAINING_PROFILE, Json.MAPPER.writeValueAsBytes(trainingData));
    }

    /**
     * Names the data it was trained on.
     *
     * @param data the digest of a data set
     * @return this
     */
    public Registration trainedOn(Digest data) {
        dataDigests.add(data);
        return this;
    }

    /**
     * Keeps examples with the answers the model gives now. They warm it up before it serves, and a validation can check
     * that it still answers the same.
     *
     * @param examples inputs and answers; both must be types that Jackson can write and read, such as records
     * @return this
     * @throws InvalidInputException if they can't be written as JSON
     */
    public Registration goldenExamples(List<? extends Example<?, ?>> examples) {
        try {
            return attach(ModelDescription.GOLDEN_EXAMPLES, Json.MAPPER.writeValueAsBytes(examples));
        } catch (JacksonException unwritable) {
            throw new InvalidInputException(
                    "The golden examples can't be written as JSON (" + unwritable.getOriginalMessage()
                            + "): expected inputs and answers of types such as records, numbers, text or arrays.",
                    unwritable);
        }
    }

    /**
     * Keeps a further document with the version.
     *
     * @param role the name under which it is found again
     * @param content its bytes
     * @return this
     */
    public Registration attach(String role, byte[] content) {
        once("attachment " + Quoted.of(role), attachments.put(role, content.clone()));
        return this;
    }

    /**
     * Has the files signed, once their digests are known and before the version is there. If the signer fails, nothing is
     * registered. A signature that another tool made is attached instead:
     * {@code attach(ModelDescription.SIGNATURE, SignatureBundle.read(file).json())}.
     *
     * @param keyHolder signs
     * @return this
     */
    public Registration signedBy(ModelSigner keyHolder) {
        once("signer", signer);
        signer = keyHolder;
        return this;
    }

    /**
     * Names the version it was derived from.
     *
     * @param version the parent
     * @return this
     */
    public Registration derivedFrom(ModelVersion version) {
        once("parent", parent);
        parent = version;
        return this;
    }

    /**
     * Names what made somebody or something train it.
     *
     * @param reason such as the id of an alert, or what the feedback showed
     * @return this
     */
    public Registration causedBy(String reason) {
        once("cause", cause);
        cause = reason;
        return this;
    }

    /**
     * Names the alert that made somebody or something train it.
     *
     * @param alert the alert, whose id becomes the cause
     * @return this
     */
    public Registration causedBy(Alert alert) {
        return causedBy(alert.id());
    }

    /**
     * Names who answers for the model.
     *
     * @param name a person or a team
     * @return this
     */
    public Registration owner(String name) {
        once("owner", owner);
        owner = name;
        return this;
    }

    /**
     * Describes the version for people.
     *
     * @param sentence what is special about it
     * @return this
     */
    public Registration describedAs(String sentence) {
        text = sentence;
        return this;
    }

    /**
     * Says what the version is meant for, and what it must not be used for.
     *
     * @param use the intended use, for its card
     * @return this
     */
    public Registration intendedFor(String use) {
        this.use = use;
        return this;
    }

    /**
     * Says who registers it, if not the registry's own actor.
     *
     * @param who the actor
     * @return this
     */
    public Registration by(Actor who) {
        once("actor", actor);
        actor = who;
        return this;
    }

    /**
     * Says why it is registered.
     *
     * @param why the reason, for the history
     * @return this
     */
    public Registration because(String why) {
        reason = why;
        return this;
    }

    /**
     * Gives the operation an id of the caller's, so that repeating it after an unknown outcome registers nothing twice.
     *
     * @param id a new random id, kept by the caller
     * @return this
     */
    public Registration operation(UUID id) {
        operation = id;
        return this;
    }

    Publication.Said said(ModelName model) {
        ModelSigner vouching = signer;
        if (vouching != null) {
            once("attachment " + Quoted.of(ModelDescription.SIGNATURE), attachments.get(ModelDescription.SIGNATURE));
        }
        Lineage lineage = new Lineage(codeRevision, dataDigests, parent == null ? null : parent.ref(), cause);
        return new Publication.Said(
                format,
                signature,
                metrics,
                parameters,
                lineage,
                attachments,
                owner,
                text,
                use,
                vouching == null
                        ? null
                        : files -> SignatureBundle.sign(model.value(), files, vouching)
                                .json());
    }

    private static void once(String what, @Nullable Object earlier) {
        if (earlier != null) {
            throw new InvalidInputException("The " + what + " was given twice, first as "
                    + Quoted.of(earlier instanceof byte[] ? "bytes" : earlier.toString()) + ": give it once.");
        }
    }
}
