package io.modelops.djl.internal;

import ai.djl.Device;
import ai.djl.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A model in memory once on each device it was given. */
final class Copies implements AutoCloseable {
    private final List<Model> models;
    private final AtomicInteger next = new AtomicInteger();

    private Copies(List<Model> models) {
        this.models = models;
    }

    /** Loads a copy for each device; if one can't be loaded, none stays. */
    static Copies load(List<Device> devices, Function<Device, Model> load) {
        List<Model> models = new ArrayList<>();
        Copies copies = new Copies(models);
        boolean loaded = false;
        try {
            devices.forEach(device -> models.add(load.apply(device)));
            loaded = true;
            return copies;
        } finally {
            if (!loaded) {
                copies.close();
            }
        }
    }

    List<Model> all() {
        return models;
    }

    /** The copy whose turn it is. */
    Model next() {
        return models.get(Math.floorMod(next.getAndIncrement(), models.size()));
    }

    @Override
    public void close() {
        models.forEach(Model::close);
    }
}
