package io.modelops.djl.internal;

import ai.djl.translate.Translator;
import io.modelops.model.Features;
import io.modelops.model.ModelLoadException;
import io.modelops.model.ModelName;
import io.modelops.model.ModelVersion;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which translator serves which types. One for a model wins over one for a format, that over one for all models, and
 * that over what can be put together from an encoder and a decoder. A copy is safe for use by several threads once nothing
 * is added any more.
 */
public final class Translators {
    private final Map<Key, Supplier<? extends Translator<?, ?>>> translators = new HashMap<>();
    private final Map<Class<?>, Function<?, float[]>> encoders = new HashMap<>();
    private final Map<Class<?>, Function<float[], ?>> decoders = new HashMap<>();

    /** Creates a table with the obvious encoders and decoders. */
    public Translators() {}

    private Translators(Translators other) {
        translators.putAll(other.translators);
        encoders.putAll(other.encoders);
        decoders.putAll(other.decoders);
    }

    private record Key(@Nullable ModelName model, @Nullable String format, Class<?> input, Class<?> output) {}

    /** Returns an independent table with the same content. */
    public Translators copy() {
        return new Translators(this);
    }

    /** Adds a translator for a model, a format or, where both are null, all versions. */
    public <I, O> void put(
            @Nullable ModelName model,
            @Nullable String format,
            Class<I> input,
            Class<O> output,
            Supplier<? extends Translator<I, O>> translator) {
        translators.put(new Key(model, format, input, output), translator);
    }

    /** Adds the way from a type to a vector. */
    public <I> void encode(Class<I> input, Function<? super I, float[]> encoder) {
        encoders.put(input, encoder);
    }

    /** Adds the way from the features of a type to a vector. */
    public <I> void encode(Class<I> input, Features<I> features) {
        encoders.put(input, Vectors.encoder(features));
    }

    /** Adds the way from a vector to a type. */
    public <O> void decode(Class<O> output, Function<float[], ? extends O> decoder) {
        decoders.put(output, decoder);
    }

    /**
     * Finds the translator of a version.
     *
     * @return makes a new translator at each call
     * @throws ModelLoadException if there is none for the types
     */
    public <I, O> Supplier<? extends Translator<I, O>> find(ModelVersion version, Class<I> input, Class<O> output) {
        Supplier<? extends Translator<?, ?>> found = translators.get(new Key(version.model(), null, input, output));
        if (found == null) {
            found = translators.get(new Key(null, version.format(), input, output));
        }
        if (found == null) {
            found = translators.get(new Key(null, null, input, output));
        }
        return found == null ? ofVectors(version, input, output) : typed(found);
    }

    private <I, O> Supplier<Translator<I, O>> ofVectors(ModelVersion version, Class<I> input, Class<O> output) {
        Optional<Function<I, float[]>> encoder = encoder(input);
        Optional<Function<float[], O>> decoder = decoder(output);
        if (encoder.isEmpty() || decoder.isEmpty()) {
            throw new ModelLoadException("No translator from " + input.getTypeName() + " to " + output.getTypeName()
                    + " for version " + version + ": " + (encoder.isEmpty() ? "the input" : "the answer")
                    + " is no type that can be turned into numbers without being told how. Expected one of "
                    + known() + "; add it with DjlRuntime.builder().translator(…), encode(…) or decode(…), in a "
                    + "DjlExtension if the runtime is found by itself.");
        }
        return () -> new VectorTranslator<>(encoder.get(), decoder.get());
    }

    @SuppressWarnings("unchecked") // the value under a type was put there with functions of that type
    private <I> Optional<Function<I, float[]>> encoder(Class<I> input) {
        Function<I, float[]> encoder = (Function<I, float[]>) encoders.get(input);
        return encoder == null ? Vectors.encoder(input) : Optional.of(encoder);
    }

    @SuppressWarnings("unchecked") // the value under a type was put there with functions of that type
    private <O> Optional<Function<float[], O>> decoder(Class<O> output) {
        Function<float[], O> decoder = (Function<float[], O>) decoders.get(output);
        return decoder == null ? Vectors.decoder(output) : Optional.of(decoder);
    }

    @SuppressWarnings("unchecked") // the value under two types was put there as a translator between them
    private static <I, O> Supplier<? extends Translator<I, O>> typed(Supplier<? extends Translator<?, ?>> found) {
        return (Supplier<? extends Translator<I, O>>) found;
    }

    private String known() {
        String added = translators.keySet().stream()
                .map(key -> key.input().getSimpleName() + " to " + key.output().getSimpleName())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return (added.isEmpty() ? "" : added + ", or ")
                + "float[] or a record of numbers, to float[], Score, Double or Float";
    }
}
