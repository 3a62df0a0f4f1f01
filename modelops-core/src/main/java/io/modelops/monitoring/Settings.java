package io.modelops.monitoring;

import io.modelops.model.InvalidInputException;

/** Checks of the settings that monitors share. */
final class Settings {
    private Settings() {}

    static int atLeast(int least, String name, int value) {
        if (value < least) {
            throw new InvalidInputException(
                    "Monitor setting " + name + " " + value + " is not allowed: expected " + least + " or more.");
        }
        return value;
    }

    static int samplesIn(int window, int minSamples) {
        if (minSamples < 1 || minSamples > window) {
            throw new InvalidInputException("Monitor setting minSamples " + minSamples
                    + " is not allowed: expected 1 to the window's " + window + "; set the window first.");
        }
        return minSamples;
    }

    static double atLeast(double least, String name, double value) {
        if (!(value >= least && value <= Double.MAX_VALUE)) {
            throw new InvalidInputException("Monitor setting " + name + " " + value
                    + " is not allowed: expected a finite number of " + least + " or more.");
        }
        return value;
    }

    static double probability(String name, double value) {
        if (!(value > 0 && value < 1)) {
            throw new InvalidInputException(
                    "Monitor setting " + name + " " + value + " is not allowed: expected a number between 0 and 1.");
        }
        return value;
    }
}
