package io.modelops.djl;

import ai.djl.Device;
import ai.djl.engine.Engine;
import io.modelops.model.InvalidInputException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Decides on which devices a version lies in memory. It has one copy on each, and its inferences are shared out over them
 * in turn, so that a deployment has the same number of workers on each. Safe for use by several threads.
 *
 * <pre>{@code
 * DjlRuntime runtime = DjlRuntime.builder().devices(DevicePlacement.allGpusElseCpu()).build();
 * }</pre>
 */
@FunctionalInterface
public interface DevicePlacement {
    /**
     * Chooses devices.
     *
     * @param engine the engine that will run the version, which says how many GPUs it sees
     * @return one device or more; naming one twice makes two copies there
     */
    List<Device> devices(Engine engine);

    /**
     * Always the same devices.
     *
     * @param devices one or more
     * @return the placement
     * @throws InvalidInputException if there is none
     */
    static DevicePlacement on(Device... devices) {
        List<Device> chosen = List.of(devices);
        if (chosen.isEmpty()) {
            throw new InvalidInputException("A model can't lie on no device: name one, such as Device.cpu().");
        }
        return engine -> chosen;
    }

    /**
     * The first GPU where the engine sees one, the CPU elsewhere.
     *
     * @return the placement
     */
    static DevicePlacement gpuElseCpu() {
        return engine -> List.of(engine.getGpuCount() > 0 ? Device.gpu(0) : Device.cpu());
    }

    /**
     * Every GPU the engine sees, the CPU where it sees none.
     *
     * @return the placement
     */
    static DevicePlacement allGpusElseCpu() {
        return engine -> engine.getGpuCount() > 0
                ? IntStream.range(0, engine.getGpuCount()).mapToObj(Device::gpu).toList()
                : List.of(Device.cpu());
    }
}
