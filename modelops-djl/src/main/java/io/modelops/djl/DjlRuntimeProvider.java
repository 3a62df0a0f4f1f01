package io.modelops.djl;

import io.modelops.spi.ModelRuntime;
import io.modelops.spi.ModelRuntimeProvider;
import java.util.ServiceLoader;
import java.util.Set;

/** Offers {@link DjlRuntime} with what every {@link DjlExtension} on the class path adds to it. */
public final class DjlRuntimeProvider implements ModelRuntimeProvider {
    /** Creates a provider, as {@link ServiceLoader} does. */
    public DjlRuntimeProvider() {}

    @Override
    public String name() {
        return DjlRuntime.NAME;
    }

    @Override
    public Set<String> formats() {
        return DjlRuntime.FORMATS;
    }

    @Override
    public ModelRuntime create() {
        DjlRuntime.Builder builder = DjlRuntime.builder();
        ServiceLoader.load(DjlExtension.class).forEach(extension -> extension.configure(builder));
        return builder.build();
    }
}
