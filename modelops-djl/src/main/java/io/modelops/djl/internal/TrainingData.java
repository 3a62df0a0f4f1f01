package io.modelops.djl.internal;

import io.modelops.model.Example;
import io.modelops.model.InvalidInputException;
import java.util.List;
import java.util.function.Function;

/** Examples as numbers. */
public final class TrainingData {
    private final float[][] inputs;
    private final float[][] targets;

    private TrainingData(float[][] inputs, float[][] targets) {
        this.inputs = inputs;
        this.targets = targets;
    }

    /**
     * Encodes examples.
     *
     * @throws InvalidInputException if there is none, the rows differ in width, or a number is not finite
     */
    public static <I, O> TrainingData of(
            List<Example<I, O>> examples, Function<? super I, float[]> encoder, Function<? super O, float[]> target) {
        if (examples.isEmpty()) {
            throw new InvalidInputException("No examples to train on: expected at least one; wait for labelled data.");
        }
        float[][] inputs = new float[examples.size()][];
        float[][] targets = new float[examples.size()][];
        for (int row = 0; row < inputs.length; row++) {
            inputs[row] = encoder.apply(examples.get(row).input());
            targets[row] = target.apply(examples.get(row).expected());
            check("input", inputs, row);
            check("expected answer", targets, row);
        }
        return new TrainingData(inputs, targets);
    }

    /** Returns one row for each example, all of one width; not to be changed. */
    public float[][] inputs() {
        return inputs;
    }

    /** Returns one row for each example, all of one width; not to be changed. */
    public float[][] targets() {
        return targets;
    }

    /** Returns how many examples there are. */
    public int size() {
        return inputs.length;
    }

    /** Returns how many numbers each input has. */
    public int inputWidth() {
        return inputs[0].length;
    }

    /** Returns how many numbers each target has. */
    public int targetWidth() {
        return targets[0].length;
    }

    private static void check(String what, float[][] rows, int row) {
        if (rows[row].length == 0 || rows[row].length != rows[0].length) {
            throw new InvalidInputException("The " + what + " of example " + row + " became " + rows[row].length
                    + " numbers, that of example 0 " + rows[0].length
                    + ": expected the same number, 1 or more; check the encoder.");
        }
        for (int column = 0; column < rows[row].length; column++) {
            if (!Float.isFinite(rows[row][column])) {
                throw new InvalidInputException("The " + what + " of example " + row + " has " + rows[row][column]
                        + " at position " + column + ": expected finite numbers; leave such examples out, or encode "
                        + "what is missing as a number.");
            }
        }
    }
}
