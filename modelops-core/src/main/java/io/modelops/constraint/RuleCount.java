package io.modelops.constraint;

import io.modelops.statistics.Moments;
import io.modelops.statistics.MomentsAccumulator;
import io.modelops.statistics.sketch.DistinctCount;
import io.modelops.statistics.sketch.DistinctCountAccumulator;
import io.modelops.statistics.sketch.SketchReader;
import io.modelops.statistics.sketch.SketchWriter;
import java.util.function.Predicate;

/** What is kept of the values of one feature for one rule: counts, never a value. */
sealed interface RuleCount {
    void add(ReadValue value);

    /** Adds what another one of the same rule has counted. */
    void merge(RuleCount other);

    Evidence evidence();

    void write(SketchWriter writer);

    /** Adds what another one of the same rule wrote. */
    void read(SketchReader reader);

    long retainedBytes();

    static RuleCount of(Constraint constraint, Known known) {
        if (constraint instanceof Constraint.OfValues values) {
            return new Share(ReadValue::isPresent, fulfils(values.condition()));
        }
        Measure measure = ((Constraint.OfMeasure) constraint).measure();
        return switch (measure) {
            case MISSING -> ofKind(ReadValue.Kind.MISSING);
            case NAN -> ofKind(ReadValue.Kind.NAN);
            case INFINITE -> ofKind(ReadValue.Kind.INFINITE);
            case MISMATCHED -> ofKind(ReadValue.Kind.MISMATCHED);
            case OUT_OF_RANGE ->
                known.hasRange()
                        ? new Share(value -> true, known::isOutOfRange)
                        : new Nothing("no range is declared for the feature, and no reference has one");
            case UNSEEN ->
                known.hasCategories()
                        ? new Share(value -> true, known::isUnseen)
                        : new Nothing("no reference lists all categories of the feature");
            case DISTINCT -> new Different();
            case ROWS -> new Share(value -> true, value -> true);
            default -> new OfMoments(measure);
        };
    }

    private static Share ofKind(ReadValue.Kind kind) {
        return new Share(value -> true, value -> value.kind() == kind);
    }

    private static Predicate<ReadValue> fulfils(Condition condition) {
        if (condition instanceof Condition.In in) {
            return value -> value.category() != null && in.categories().contains(value.category()) != in.isExcluded();
        }
        NumberRange range = ((Condition.Within) condition).range();
        return value -> range.contains(value.number());
    }

    /** How many of the values that count are such. */
    final class Share implements RuleCount {
        private final Predicate<ReadValue> counts;
        private final Predicate<ReadValue> isSuch;
        private long all;
        private long such;

        Share(Predicate<ReadValue> counts, Predicate<ReadValue> isSuch) {
            this.counts = counts;
            this.isSuch = isSuch;
        }

        @Override
        public void add(ReadValue value) {
            if (counts.test(value)) {
                all++;
                such += isSuch.test(value) ? 1 : 0;
            }
        }

        @Override
        public void merge(RuleCount other) {
            all += ((Share) other).all;
            such += ((Share) other).such;
        }

        @Override
        public Evidence evidence() {
            return Evidence.of(Bracket.share(such, such, all), all);
        }

        @Override
        public void write(SketchWriter writer) {
            writer.count(all).count(such);
        }

        @Override
        public void read(SketchReader reader) {
            long readAll = reader.count();
            long readSuch = reader.count();
            if (readSuch > readAll) {
                throw new IllegalArgumentException(readSuch + " of " + readAll + " values were counted");
            }
            all += readAll;
            such += readSuch;
        }

        @Override
        public long retainedBytes() {
            return 40;
        }
    }

    /** Mean, deviation and extremes. */
    final class OfMoments implements RuleCount {
        private final Measure measure;
        private final MomentsAccumulator moments = new MomentsAccumulator();

        OfMoments(Measure measure) {
            this.measure = measure;
        }

        @Override
        public void add(ReadValue value) {
            if (value.kind() == ReadValue.Kind.NUMBER) {
                moments.add(value.number());
            }
        }

        @Override
        public void merge(RuleCount other) {
            Moments added = ((OfMoments) other).moments.moments();
            moments.add(added);
        }

        @Override
        public Evidence evidence() {
            return Estimates.moment(measure, moments.moments());
        }

        @Override
        public void write(SketchWriter writer) {
            writer.bytes(moments.moments().toBytes());
        }

        @Override
        public void read(SketchReader reader) {
            moments.add(Moments.ofBytes(reader.bytes()));
        }

        @Override
        public long retainedBytes() {
            return 120;
        }
    }

    /** How many are different. */
    final class Different implements RuleCount {
        private final DistinctCountAccumulator values = new DistinctCountAccumulator();
        private DistinctCount others = DistinctCount.EMPTY;
        private long all;

        @Override
        public void add(ReadValue value) {
            if (value.category() != null) {
                values.add(value.category());
            } else if (value.isPresent()) {
                values.add(value.number());
            }
            all += value.isPresent() ? 1 : 0;
        }

        @Override
        public void merge(RuleCount other) {
            others = others.merge(((Different) other).total());
            all += ((Different) other).all;
        }

        @Override
        public Evidence evidence() {
            return Evidence.of(Estimates.distinct(total()), all);
        }

        @Override
        public void write(SketchWriter writer) {
            writer.bytes(total().toBytes()).count(all);
        }

        @Override
        public void read(SketchReader reader) {
            others = others.merge(DistinctCount.ofBytes(reader.bytes()));
            all += reader.count();
        }

        @Override
        public long retainedBytes() {
            return 2L * total().toBytes().length;
        }

        private DistinctCount total() {
            return others.merge(values.snapshot());
        }
    }

    /** What can't be counted. */
    record Nothing(String reason) implements RuleCount {
        @Override
        public void add(ReadValue value) {}

        @Override
        public void merge(RuleCount other) {}

        @Override
        public Evidence evidence() {
            return Evidence.unknown(reason);
        }

        @Override
        public void write(SketchWriter writer) {}

        @Override
        public void read(SketchReader reader) {}

        @Override
        public long retainedBytes() {
            return 24;
        }
    }
}
