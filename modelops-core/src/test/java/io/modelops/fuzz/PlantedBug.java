package io.modelops.fuzz;

/** A parser that takes one number too few into account, for the fuzzer to find. */
public final class PlantedBug {
    private PlantedBug() {}

    /** What the fuzzer calls. */
    public static void fuzzerTestOneInput(byte[] input) {
        boolean header = input.length > 3 && input[0] == 'O' && input[1] == 'P' && input[2] == 'S';
        if (header && input[3] == -1) {
            throw new ArrayIndexOutOfBoundsException(input[3]);
        }
    }
}
