package io.modelops.djl;

import io.modelops.model.InvalidInputException;
import io.modelops.model.Quoted;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a version's description says of its block: the widths, and options of the application's own such as the number
 * of hidden units. Kept with the version, so that a block is always made the way it was made for training.
 *
 * @param inputs how many numbers go in for each input, 1 or more
 * @param outputs how many numbers come out for each input, 1 or more
 * @param values the application's own options by name
 */
public record BlockOptions(int inputs, int outputs, Map<String, String> values) {
    /**
     * Checks, copies and keeps the options.
     *
     * @param inputs how many numbers go in for each input
     * @param outputs how many numbers come out for each input
     * @param values the application's own options by name
     * @throws InvalidInputException if a width is less than 1
     */
    public BlockOptions {
        if (inputs < 1 || outputs < 1) {
            throw new InvalidInputException("A block with " + inputs + " inputs and " + outputs
                    + " outputs can't be made: expected 1 or more of each; check what the encoders return.");
        }
        values = Collections.unmodifiableMap(new TreeMap<>(values));
    }

    /**
     * Reads an option that must be there.
     *
     * @param name the name of the option
     * @return its value
     * @throws InvalidInputException if the option is missing
     */
    public String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new InvalidInputException("Block option " + Quoted.of(name) + " is missing: expected one of "
                    + values.keySet() + "; give it to the trainer with option(name, value).");
        }
        return value;
    }

    /**
     * Reads a whole number that must be there.
     *
     * @param name the name of the option
     * @return its value
     * @throws InvalidInputException if the option is missing or is no whole number that fits an {@code int}
     */
    public int whole(String name) {
        String value = text(name);
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException notWhole) {
            throw notANumber(name, value, "a whole number", notWhole);
        }
    }

    /**
     * Reads a number that must be there.
     *
     * @param name the name of the option
     * @return its value
     * @throws InvalidInputException if the option is missing or is no number
     */
    public double number(String name) {
        String value = text(name);
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException notANumber) {
            throw notANumber(name, value, "a number", notANumber);
        }
    }

    private static InvalidInputException notANumber(
            String name, String value, String expected, NumberFormatException cause) {
        return new InvalidInputException(
                "Block option " + Quoted.of(name) + " is " + Quoted.of(value) + ": expected " + expected
                        + "; correct what the trainer was given or the version was registered with.",
                cause);
    }
}
