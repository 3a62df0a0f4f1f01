package io.modelops.statistics;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The eigenvalues and eigenvectors of a symmetric matrix by the cyclic method of Jacobi, which is as exact for small
 * eigenvalues as for large ones; the work grows with the cube of the size.
 */
final class SymmetricEigen {
    private static final int MOST_SWEEPS = 50;

    private final double[][] matrix;
    private final double[][] vectors;

    private SymmetricEigen(double[][] matrix) {
        this.matrix = matrix;
        this.vectors = new double[matrix.length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            vectors[i][i] = 1;
        }
    }

    /** Returns the pairs with the largest eigenvalue first; the matrix is overwritten. */
    static Pair[] of(double[][] matrix) {
        SymmetricEigen eigen = new SymmetricEigen(matrix);
        for (int sweep = 0; sweep < MOST_SWEEPS && eigen.sweep(); sweep++) {
            // until nothing is left beside the diagonal
        }
        return IntStream.range(0, matrix.length)
                .mapToObj(i -> new Pair(matrix[i][i], eigen.vectors[i]))
                .sorted(Comparator.comparingDouble(Pair::value).reversed())
                .toArray(Pair[]::new);
    }

    private boolean sweep() {
        boolean rotated = false;
        for (int p = 0; p < matrix.length; p++) {
            for (int q = p + 1; q < matrix.length; q++) {
                double threshold = 1e-17 * Math.sqrt(Math.abs(matrix[p][p] * matrix[q][q]));
                if (Math.abs(matrix[p][q]) > threshold) {
                    rotate(p, q);
                    rotated = true;
                }
            }
        }
        return rotated;
    }

    private void rotate(int p, int q) {
        double theta = (matrix[q][q] - matrix[p][p]) / (2 * matrix[p][q]);
        double tangent = Math.copySign(1, theta) / (Math.abs(theta) + Math.hypot(theta, 1));
        double cosine = 1 / Math.hypot(tangent, 1);
        double sine = tangent * cosine;
        for (int k = 0; k < matrix.length; k++) {
            double kp = matrix[k][p];
            double kq = matrix[k][q];
            matrix[k][p] = cosine * kp - sine * kq;
            matrix[k][q] = sine * kp + cosine * kq;
        }
        turn(matrix[p], matrix[q], cosine, sine);
        turn(vectors[p], vectors[q], cosine, sine);
        matrix[p][q] = 0;
        matrix[q][p] = 0;
    }

    private static void turn(double[] first, double[] second, double cosine, double sine) {
        for (int k = 0; k < first.length; k++) {
            double a = first[k];
            double b = second[k];
            first[k] = cosine * a - sine * b;
            second[k] = sine * a + cosine * b;
        }
    }

    /** An eigenvalue and its eigenvector of length 1. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Pair(double value, double[] vector) {}
}
