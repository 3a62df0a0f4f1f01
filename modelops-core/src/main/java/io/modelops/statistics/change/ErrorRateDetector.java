package io.modelops.statistics.change;

import io.modelops.statistics.change.OneSided.Evidence;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;

/** A detector for values in 0..1 that looks at each direction by itself. */
abstract class ErrorRateDetector implements ChangeDetector {
    private final Direction direction;
    private final AfterAlarm afterAlarm;
    private final OneSided rise;
    private final OneSided fall;
    private long observations;

    ErrorRateDetector(Direction direction, AfterAlarm afterAlarm, Supplier<OneSided> oneSided) {
        this.direction = direction;
        this.afterAlarm = afterAlarm;
        this.rise = oneSided.get();
        this.fall = oneSided.get();
    }

    @Override
    public final Signal add(double value) {
        if (!Double.isFinite(value)) {
            return Signal.STABLE;
        }
        double error = Math.max(0, Math.min(1, value));
        observations++;
        Evidence up = direction.hasIncrease() ? rise.add(error) : Evidence.NONE;
        Evidence down = direction.hasDecrease() ? fall.add(1 - error) : Evidence.NONE;
        if (up != Evidence.STRONG && down != Evidence.STRONG) {
            return up == Evidence.WEAK || down == Evidence.WEAK ? Signal.WARNING : Signal.STABLE;
        }
        if (afterAlarm == AfterAlarm.RESTART) {
            reset();
        }
        return up == Evidence.STRONG ? Signal.INCREASED : Signal.DECREASED;
    }

    @Override
    public final double[] memory() {
        return DoubleStream.concat(
                        DoubleStream.of((double) observations),
                        DoubleStream.concat(DoubleStream.of(rise.memory()), DoubleStream.of(fall.memory())))
                .toArray();
    }

    @Override
    public final void recall(double[] memory) {
        Remembered.recall(this, memory, read -> {
            observations = read.count();
            rise.recall(read);
            fall.recall(read);
        });
    }

    @Override
    public final void reset() {
        observations = 0;
        rise.reset();
        fall.reset();
    }

    @Override
    public final long observations() {
        return observations;
    }
}
