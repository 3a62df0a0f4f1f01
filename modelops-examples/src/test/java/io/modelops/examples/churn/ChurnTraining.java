package io.modelops.examples.churn;

import io.modelops.djl.TinyOnnx;
import io.modelops.model.Example;
import io.modelops.model.Score;
import java.nio.file.Path;
import java.util.List;

/** Fits a logistic regression by gradient descent and writes it as ONNX. */
final class ChurnTraining {
    private static final double STEP = 0.3;

    private ChurnTraining() {}

    static Path fit(List<Example<Customer, Score>> examples, int rounds, Path file) {
        int width = ChurnExtension.encode(examples.get(0).input()).length;
        double[] weights = new double[width + 1];
        for (int round = 0; round < rounds; round++) {
            double[] slope = slope(examples, weights);
            for (int index = 0; index <= width; index++) {
                weights[index] -= STEP * slope[index] / examples.size();
            }
        }
        float[] factors = new float[width];
        for (int index = 0; index < width; index++) {
            factors[index] = (float) weights[index];
        }
        return TinyOnnx.write(TinyOnnx.logisticRegression(factors, (float) weights[width]), file);
    }

    private static double[] slope(List<Example<Customer, Score>> examples, double[] weights) {
        int width = weights.length - 1;
        double[] slope = new double[weights.length];
        for (Example<Customer, Score> example : examples) {
            float[] row = ChurnExtension.encode(example.input());
            double logit = weights[width];
            for (int index = 0; index < width; index++) {
                logit += weights[index] * row[index];
            }
            double error = 1 / (1 + Math.exp(-logit)) - example.expected().score();
            for (int index = 0; index < width; index++) {
                slope[index] += error * row[index];
            }
            slope[width] += error;
        }
        return slope;
    }
}
