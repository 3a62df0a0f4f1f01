package io.modelops.registry.signing;

import io.modelops.model.Digest;
import io.modelops.model.InvalidInputException;
import io.modelops.model.LoadRefusedException;
import io.modelops.model.ModelName;
import io.modelops.model.ModelVersion;
import io.modelops.spi.LoadPolicy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Lets only those versions be loaded whose files somebody trusted has signed. The keys come from the application's
 * configuration; what a version or its signature says of keys only helps to find the right one.
 *
 * <pre>{@code
 * SignaturePolicy policy = SignaturePolicy.trusting(TrustedKey.read(Path.of("/etc/models/release.pem")))
 *     .requireForFormat("torchscript")                       // without such a line: for all versions
 *     .build();
 * ModelOps ops = ModelOps.builder().directory(models).loadPolicy(policy).open();
 * }</pre>
 *
 * <p>One valid signature over exactly the files of the version is enough; others do no harm. Immutable.
 */
public final class SignaturePolicy implements LoadPolicy {
    private final List<TrustedKey> trusted;
    private final Set<Digest> revoked;
    private final Set<ModelName> models;
    private final Set<String> formats;

    private SignaturePolicy(Builder builder) {
        this.revoked = Set.copyOf(builder.revoked);
        this.trusted = builder.trusted.stream()
                .filter(key -> !revoked.contains(key.id()))
                .distinct()
                .toList();
        this.models = Set.copyOf(builder.models);
        this.formats = Set.copyOf(builder.formats);
    }

    /**
     * Starts a policy.
     *
     * @param keys the keys whose holders may vouch for versions
     * @return a builder of a policy that asks for a signature of every version
     */
    public static Builder trusting(TrustedKey... keys) {
        return new Builder(List.of(keys));
    }

    /** Configures a policy. Not safe for use by several threads. */
    public static final class Builder {
        private final List<TrustedKey> trusted;
        private final Set<Digest> revoked = new HashSet<>();
        private final Set<ModelName> models = new HashSet<>();
        private final Set<String> formats = new HashSet<>();

        private Builder(List<TrustedKey> trusted) {
            this.trusted = trusted;
        }

        /**
         * Trusts a key no more. No signature by it counts, however old, also if the key is among the trusted ones.
         *
         * @param key the {@linkplain TrustedKey#id() id} of the key
         * @return this
         */
        public Builder revoke(Digest key) {
            revoked.add(key);
            return this;
        }

        /**
         * Asks for a signature of the versions of a model. Once this or {@link #requireForFormat} is called, only versions
         * that one of the calls names need a signature.
         *
         * @param model the name of the model
         * @return this
         * @throws InvalidInputException if no model can have the name
         */
        public Builder requireForModel(String model) {
            models.add(ModelName.of(model));
            return this;
        }

        /**
         * Asks for a signature of the versions of a format, such as {@code torchscript}, whose files are programs. Once
         * this or {@link #requireForModel} is called, only versions that one of the calls names need a signature.
         *
         * @param format the format
         * @return this
         */
        public Builder requireForFormat(String format) {
            formats.add(format);
            return this;
        }

        /**
         * Creates the policy.
         *
         * @return the policy
         * @throws InvalidInputException if no key is left that is trusted
         */
        public SignaturePolicy build() {
            SignaturePolicy policy = new SignaturePolicy(this);
            if (policy.trusted.isEmpty()) {
                throw new InvalidInputException(
                        "A signature policy trusts no key, so it would refuse every version: name "
                                + "at least one key that is not revoked.");
            }
            return policy;
        }
    }

    @Override
    public void check(ModelVersion version, Supplier<List<byte[]>> signatures) {
        if (!asksFor(version)) {
            return;
        }
        List<String> faults = new ArrayList<>();
        for (byte[] signature : signatures.get()) {
            Optional<String> fault = fault(version, signature);
            if (fault.isEmpty()) {
                return;
            }
            faults.add(fault.get());
        }
        throw new LoadRefusedException("Version " + version + " was not loaded: it needs a signature by "
                + trusted.stream().map(TrustedKey::name).collect(Collectors.joining(" or "))
                + (faults.isEmpty()
                        ? ", and has none"
                        : ", and none that it has counts: "
                                + faults.stream().distinct().collect(Collectors.joining("; ")))
                + ". Have its files checked and signed: registry.sign(…) or registry.addSignature(…).");
    }

    private boolean asksFor(ModelVersion version) {
        return (models.isEmpty() && formats.isEmpty())
                || models.contains(version.model())
                || formats.contains(version.format());
    }

    private Optional<String> fault(ModelVersion version, byte[] json) {
        SignatureBundle signature;
        try {
            signature = SignatureBundle.parse(json);
        } catch (InvalidInputException unreadable) {
            return Optional.ofNullable(unreadable.getMessage());
        }
        Optional<Digest> said = signature.key();
        if (said.isPresent() && revoked.contains(said.get())) {
            return Optional.of("one is by key " + said.get() + ", which is revoked");
        }
        if (said.isPresent() && trusted.stream().noneMatch(key -> key.id().equals(said.get()))) {
            return Optional.of("one is by key " + said.get() + ", which is not trusted");
        }
        if (trusted.stream().noneMatch(signature::isBy)) {
            return Optional.of("one does not verify");
        }
        return signature
                .mismatch(version.description().manifest())
                .map(difference -> "one is over other files: " + difference);
    }
}
