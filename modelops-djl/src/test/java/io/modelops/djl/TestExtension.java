package io.modelops.djl;

/** Found by the provider, as an application's would be. */
public final class TestExtension implements DjlExtension {
    /** An answer that no runtime knows by itself. */
    record Doubled(double value) {}

    @Override
    public void configure(DjlRuntime.Builder builder) {
        builder.decode(Doubled.class, values -> new Doubled(2 * values[0]));
    }
}
