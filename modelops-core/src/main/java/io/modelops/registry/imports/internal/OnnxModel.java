package io.modelops.registry.imports.internal;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an ONNX file says of itself.
 *
 * @param properties what it says in single words: producer, domain, version, operator sets, metadata
 * @param description its documentation, empty if it has none
 * @param inputs the inputs of its graph without those that have a value in it already
 * @param outputs the outputs of its graph
 * @param external its tensors in other files
 */
record OnnxModel(
        Map<String, String> properties,
        String description,
        List<Value> inputs,
        List<Value> outputs,
        List<External> external) {
    /**
     * An input or output.
     *
     * @param name its name
     * @param elementType the number of the element type, 0 if it is no tensor
     * @param shape the size of each dimension, -1 where it varies; empty if it is a single number
     * @param hasShape whether its shape is told
     */
    record Value(String name, int elementType, List<Long> shape, boolean hasShape) {}

    /**
     * A tensor in another file.
     *
     * @param location the file, as the model names it
     * @param offset the first byte, 0 or more
     * @param length how many bytes, -1 for all to the end
     */
    record External(String location, long offset, long length) {}

    /** The names of all files with tensors. */
    Set<String> locations() {
        Set<String> locations = new TreeSet<>();
        external.forEach(tensor -> locations.add(tensor.location()));
        return locations;
    }
}
