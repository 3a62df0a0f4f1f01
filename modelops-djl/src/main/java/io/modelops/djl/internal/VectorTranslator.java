package io.modelops.djl.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import io.modelops.model.InvalidInputException;
import io.modelops.model.PredictionException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Gives a model one matrix with a row per input and reads one matrix with a row per answer. Rows are put together and
 * taken apart in Java: engines without array operations of their own, such as ONNX Runtime, need no second engine.
 */
final class VectorTranslator<I, O> implements Translator<I, O> {
    private final Function<? super I, float[]> encoder;
    private final Function<float[], ? extends O> decoder;

    VectorTranslator(Function<? super I, float[]> encoder, Function<float[], ? extends O> decoder) {
        this.encoder = encoder;
        this.decoder = decoder;
    }

    @Override
    public NDList batchProcessInput(TranslatorContext context, List<I> inputs) {
        float[] first = encoder.apply(inputs.get(0));
        int width = first.length;
        float[] rows = Arrays.copyOf(first, Math.multiplyExact(inputs.size(), width));
        for (int row = 1; row < inputs.size(); row++) {
            float[] vector = encoder.apply(inputs.get(row));
            if (vector.length != width) {
                throw new InvalidInputException(
                        "Input " + row + " of a batch became " + vector.length + " numbers and the first " + width
                                + ": expected the same number for each; check the encoder.");
            }
            System.arraycopy(vector, 0, rows, row * width, width);
        }
        return new NDList(context.getNDManager().create(rows, new Shape(inputs.size(), width)));
    }

    @Override
    public List<O> batchProcessOutput(TranslatorContext context, NDList outputs) {
        NDArray matrix = only(outputs);
        float[] values = numbers(matrix);
        long rows = matrix.getShape().dimension() == 0 ? 1 : matrix.getShape().get(0);
        if (rows == 0) {
            return List.of();
        }
        int width = Math.toIntExact(values.length / rows);
        List<O> answers = new ArrayList<>((int) rows);
        for (int row = 0; row < rows; row++) {
            answers.add(decoder.apply(Arrays.copyOfRange(values, row * width, (row + 1) * width)));
        }
        return answers;
    }

    @Override
    public NDList processInput(TranslatorContext context, I input) {
        return new NDList(context.getNDManager().create(encoder.apply(input)));
    }

    @Override
    public O processOutput(TranslatorContext context, NDList output) {
        return decoder.apply(numbers(only(output)));
    }

    private static NDArray only(NDList outputs) {
        if (outputs.size() != 1) {
            throw new PredictionException("The model gave " + outputs.size() + " outputs: expected one; give the "
                    + "runtime a translator that picks from them, with DjlRuntime.builder().translator(…).");
        }
        return outputs.get(0);
    }

    private static float[] numbers(NDArray array) {
        if (array.getDataType() == DataType.FLOAT32) {
            return array.toFloatArray();
        }
        if (array.getDataType() == DataType.STRING) {
            throw new PredictionException("The model gave texts: expected numbers; give the runtime a translator that "
                    + "reads them, with DjlRuntime.builder().translator(…).");
        }
        Number[] numbers = array.toArray();
        float[] floats = new float[numbers.length];
        for (int index = 0; index < floats.length; index++) {
            floats[index] = numbers[index].floatValue();
        }
        return floats;
    }
}
