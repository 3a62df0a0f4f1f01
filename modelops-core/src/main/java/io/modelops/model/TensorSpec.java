package io.modelops.model;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * One named input or output of a model.
 *
 * @param name the name the model gives it
 * @param type the element type
 * @param shape the size of each dimension, outermost first; -1 where it varies, as for the batch
 */
public record TensorSpec(String name, DataType type, List<Long> shape) {
    /**
     * Checks and keeps a specification.
     *
     * @param name the name the model gives it
     * @param type the element type
     * @param shape the size of each dimension, -1 where it varies
     * @throws InvalidInputException if the name is blank or a size is neither -1 nor 0 or more
     */
    public TensorSpec {
        shape = List.copyOf(shape);
        if (name.isBlank()) {
            throw new InvalidInputException("A tensor needs a name: give the one the model file uses.");
        }
        if (shape.stream().anyMatch(size -> size < -1)) {
            throw new InvalidInputException("Tensor " + Quoted.of(name) + " has shape " + shape
                    + ": expected each size to be 0 or more, or -1 where it varies.");
        }
    }

    /**
     * Describes a tensor.
     *
     * @param name the name the model gives it
     * @param type the element type
     * @param shape the size of each dimension, -1 where it varies
     * @return the specification
     * @throws InvalidInputException if the name is blank or a size is neither -1 nor 0 or more
     */
    public static TensorSpec of(String name, DataType type, long... shape) {
        return new TensorSpec(name, type, LongStream.of(shape).boxed().toList());
    }

    /**
     * Whether every tensor that fits the other specification fits this one too.
     *
     * @param other the specification that callers use today
     * @return true if this is the same or more general
     */
    public boolean accepts(TensorSpec other) {
        if (!name.equals(other.name) || type != other.type || shape.size() != other.shape.size()) {
            return false;
        }
        for (int dimension = 0; dimension < shape.size(); dimension++) {
            long size = shape.get(dimension);
            if (size != -1 && size != other.shape.get(dimension)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return name + " " + type + Arrays.toString(shape.toArray());
    }
}
