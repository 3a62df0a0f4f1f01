package io.modelops.djl.internal;

import ai.djl.Model;
import ai.djl.translate.Translator;
import io.modelops.model.ClosedException;
import io.modelops.model.ModelVersion;
import io.modelops.spi.Inference;
import io.modelops.spi.LoadedModel;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * A model in native memory. The memory goes when the model and all its inferences have been closed, whichever comes last:
 * freeing it under a running call would end the process.
 */
final class DjlModel<I, O> implements LoadedModel<I, O> {
    private final ModelVersion version;
    private final Copies copies;
    private final Supplier<? extends Translator<I, O>> translator;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** The model itself and each open inference hold one; guarded by this object. */
    private int holders = 1;

    DjlModel(ModelVersion version, Copies copies, Supplier<? extends Translator<I, O>> translator) {
        this.version = version;
        this.copies = copies;
        this.translator = translator;
    }

    @Override
    public Inference<I, O> newInference() {
        hold();
        try {
            return new DjlInference<>(version, copies.next().newPredictor(translator.get()), this::release);
        } catch (RuntimeException | Error failure) {
            release();
            throw failure;
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            release();
        }
    }

    @Override
    public int devices() {
        return copies.all().size();
    }

    /** The models that DJL knows, for tests that count what they hold. */
    List<Model> models() {
        return copies.all();
    }

    private synchronized void hold() {
        if (closed.get()) {
            throw new ClosedException("Version " + version + " has been closed: load it again to predict with it.");
        }
        holders++;
    }

    private synchronized void release() {
        holders--;
        if (holders == 0) {
            copies.close();
        }
    }
}
