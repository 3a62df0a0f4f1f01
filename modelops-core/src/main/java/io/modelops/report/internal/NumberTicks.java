package io.modelops.report.internal;

import java.util.ArrayList;
import java.util.List;

/** Round numbers on an axis: multiples of 1, 2 or 5 times a power of ten. */
final class NumberTicks {
    private static final int MOST_DECIMALS = 6;
    private static final double LARGEST_PLAIN = 1e9;

    private NumberTicks() {}

    /** The step between ticks that gives at most the wanted number of gaps. */
    static double step(double from, double to, int gaps) {
        double rough = (to - from) / gaps;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        for (double factor : new double[] {1, 2, 5}) {
            if (factor * power >= rough * (1 - 1e-9)) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    static List<Tick> between(double from, double to, int gaps) {
        double step = step(from, to, gaps);
        int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
        boolean plain = decimals <= MOST_DECIMALS && Math.max(Math.abs(from), Math.abs(to)) < LARGEST_PLAIN;
        List<Tick> ticks = new ArrayList<>();
        double first = Math.ceil(from / step - 1e-9);
        for (int index = 0; index <= gaps + 1; index++) {
            double value = (first + index) * step;
            if (value > to + step * 1e-9) {
                break;
            }
            value = value == 0 ? 0 : value;
            ticks.add(new Tick(value, label(value, plain, decimals)));
        }
        return ticks;
    }

    private static String label(double value, boolean plain, int decimals) {
        if (plain) {
            return Numbers.show(value, decimals);
        }
        return value == 0 ? "0" : Numbers.scientific(value);
    }
}
