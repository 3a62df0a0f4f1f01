package io.modelops.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.modelops.model.FeatureProfile;
import io.modelops.model.Features;
import io.modelops.model.Irregularities;
import io.modelops.model.Profile;
import io.modelops.statistics.sketch.HeavyHitters;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProfileRecorderTest {
    private record Row(@Nullable Object age, @Nullable Object plan) {}

    private static final Features<Row> FEATURES = Features.<Row>builder()
            .rawNumeric("age", Row::age, age -> age.integers(0, 120).withDistinct())
            .rawCategorical("plan", Row::plan, plan -> plan.withHeavyHitters(3))
            .build();
    private static final Profile REFERENCE = Profiler.of(FEATURES)
            .bins(2)
            .profile(List.of(new Row(20, "gold"), new Row(30, "gold"), new Row(40, "basic")));

    private static Profile recorded(Row... rows) {
        ProfileRecorder<Row> recorder = ProfileRecorder.of(FEATURES, REFERENCE);
        Arrays.stream(rows).forEach(recorder::record);
        return recorder.snapshot();
    }

    private static FeatureProfile.Numeric age(Profile profile) {
        return (FeatureProfile.Numeric) profile.features().get(0);
    }

    private static FeatureProfile.Categorical plan(Profile profile) {
        return (FeatureProfile.Categorical) profile.features().get(1);
    }

    @Test
    void record_everyKindOfValue_isToldApart() {
        Profile profile = recorded(
                new Row(25, "gold"),
                new Row(35.5, "basic"),
                new Row(121, "platinum"),
                new Row(-1, ""),
                new Row(null, null),
                new Row(Double.NaN, new int[0]),
                new Row(Float.POSITIVE_INFINITY, 'x'),
                new Row(Double.NEGATIVE_INFINITY, TimeUnit.DAYS),
                new Row("forty", 7),
                new Row(true, false));

        assertThat(profile.rows()).isEqualTo(10);
        FeatureProfile.Numeric age = age(profile);
        assertThat(age.edges()).containsExactly(30.0);
        assertThat(age.counts()).containsExactly(4L, 3L, 3L);
        assertThat(age.irregularities()).isEqualTo(new Irregularities(1, 1, 1, 1, 3, 0));
        assertThat(age.missing()).isEqualTo(1);
        assertThat(age.mean()).isCloseTo((25 + 35.5 + 121 - 1 + 1) / 5, within(1e-12));
        assertThat(age.min()).isEqualTo(-1);
        assertThat(age.max()).isEqualTo(121);
        FeatureProfile.Categorical plan = plan(profile);
        assertThat(plan.categories()).containsExactly("gold", "basic");
        assertThat(plan.counts()).containsExactly(1L, 1L, 6L, 2L);
        assertThat(plan.irregularities()).isEqualTo(new Irregularities(0, 0, 0, 1, 0, 6));
        assertThat(plan.missing()).isEqualTo(1);
    }

    @Test
    void record_declaredSketches_areFilled() {
        ProfileRecorder<Row> recorder = ProfileRecorder.of(FEATURES, REFERENCE);
        for (int row = 0; row < 1_000; row++) {
            recorder.record(new Row(row % 100, row % 2 == 0 ? "gold" : "plan " + row));
        }
        Profile profile = recorder.snapshot();

        assertThat(age(profile).heavyHitters()).isNull();
        assertThat(Objects.requireNonNull(age(profile).distinct()).estimate()).isCloseTo(100, within(8.0));
        HeavyHitters plans = Objects.requireNonNull(plan(profile).heavyHitters());
        assertThat(plans.total()).isEqualTo(1_000);
        assertThat(plans.items().get(0).value()).isEqualTo("gold");
        assertThat(plans.items().get(0).count()).isBetween(500 - plans.error(), 500L);
    }

    @Test
    void record_rangeNotDeclared_isThatOfTheReference() {
        Features<Double> features =
                Features.<Double>builder().numeric("x", Double::doubleValue).build();
        ProfileRecorder<Double> recorder =
                ProfileRecorder.of(features, Profiler.of(features).profile(List.of(1.0, 5.0)));

        for (double value : new double[] {0.9, 1, 5, 5.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            recorder.record(value);
        }

        assertThat(recorder.snapshot().features().get(0).irregularities())
                .isEqualTo(new Irregularities(0, 1, 0, 0, 2, 0));
    }

    @Test
    void record_overflowInTheReference_tellsNoUnseenCategory() {
        Features<String> features =
                Features.<String>builder().categorical("x", text -> text).build();
        Profile reference = Profiler.of(features).categories(1).profile(List.of("a", "a", "b"));
        ProfileRecorder<String> recorder = ProfileRecorder.of(features, reference);

        recorder.record("b");
        recorder.record("never there");

        assertThat(recorder.snapshot().features().get(0).counts()).containsExactly(0L, 2L, 0L);
        assertThat(recorder.snapshot().features().get(0).irregularities()).isEqualTo(Irregularities.NONE);
    }

    @Test
    void snapshot_sameRowsAsAList_isTheSameProfile() {
        List<Customer> rows = Customer.usual(5_000, 3);
        ProfileRecorder<Customer> recorder = ProfileRecorder.of(Customer.FEATURES, Customer.profile());

        rows.forEach(recorder::record);

        assertThat(recorder.snapshot()).isEqualTo(Profiler.of(Customer.FEATURES).profile(rows, Customer.profile()));
    }

    @Test
    void snapshot_nothingRecorded_isEmptyInTheBinsOfTheReference() {
        Profile profile = recorded();

        assertThat(profile.rows()).isZero();
        assertThat(age(profile).edges()).isEqualTo(age(REFERENCE).edges());
        assertThat(profile.merge(REFERENCE)).isEqualTo(REFERENCE.merge(profile));
    }

    @Test
    void record_featureThatThrows_countsAsAnotherTypeAndLeavesTheOthers() {
        Features<Integer> features = Features.<Integer>builder()
                .numeric("broken", number -> 1 / (number - number))
                .categorical("alsoBroken", number -> List.of("").get(1))
                .numeric("fine", Integer::doubleValue)
                .build();
        Profile reference = new Profile(
                0,
                List.of(
                        new FeatureProfile.Numeric("broken", List.of(), List.of(0L, 0L), 0, 0, 0, 0),
                        new FeatureProfile.Categorical("alsoBroken", List.of(), List.of(0L, 0L)),
                        new FeatureProfile.Numeric("fine", List.of(), List.of(0L, 0L), 0, 0, 0, 9)));
        ProfileRecorder<Integer> recorder = ProfileRecorder.of(features, reference);

        recorder.record(3);

        Profile profile = recorder.snapshot();
        assertThat(profile.rows()).isEqualTo(1);
        assertThat(profile.features().get(0).irregularities().mismatched()).isEqualTo(1);
        assertThat(profile.features().get(1).irregularities().mismatched()).isEqualTo(1);
        assertThat(profile.features().get(2).counts()).containsExactly(1L, 0L);
    }

    @Test
    void of_featureThatTheReferenceHasNot_isLeftOut() {
        Features<Row> more = Features.<Row>builder()
                .rawCategorical("age", Row::age)
                .rawNumeric("height", Row::age)
                .rawCategorical("plan", Row::plan)
                .build();
        ProfileRecorder<Row> recorder = ProfileRecorder.of(more, REFERENCE);

        recorder.record(new Row(1, "gold"));

        assertThat(recorder.snapshot().features())
                .extracting(FeatureProfile::name)
                .containsExactly("plan");
    }

    @Test
    void drain_whileFourThreadsRecord_losesAndDoublesNothing() throws InterruptedException {
        ProfileRecorder<Customer> recorder = ProfileRecorder.of(Customer.FEATURES, Customer.profile());
        List<Customer> rows = Customer.usual(1_000, 4);
        int rounds = 20;
        List<Thread> threads = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            threads.add(new Thread(() -> {
                for (int round = 0; round < rounds; round++) {
                    rows.forEach(recorder::record);
                }
            }));
        }
        threads.forEach(Thread::start);
        Profile all = recorder.drain();
        while (threads.stream().anyMatch(Thread::isAlive)) {
            all = all.merge(recorder.drain());
        }
        for (Thread thread : threads) {
            thread.join();
        }
        all = all.merge(recorder.drain());

        Profile once = Profiler.of(Customer.FEATURES).profile(rows, Customer.profile());
        assertThat(all.rows() + recorder.skipped()).isEqualTo(4L * rounds * rows.size());
        assertThat(recorder.skipped()).isZero();
        for (int feature = 0; feature < 3; feature++) {
            assertThat(all.features().get(feature).counts())
                    .isEqualTo(once.features().get(feature).counts().stream()
                            .map(count -> count * 4 * rounds)
                            .toList());
        }
        assertThat(recorder.drain().rows()).isZero();
    }

    @Test
    void record_allStripesHeld_skipsAndCountsInsteadOfWaiting() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch open = new CountDownLatch(1);
        Features<Boolean> features = Features.<Boolean>builder()
                .numeric("slow", hangs -> {
                    if (hangs) {
                        inside.countDown();
                        await(open);
                    }
                    return 1;
                })
                .build();
        AtomicLong clock = new AtomicLong();
        ProfileRecorder<Boolean> recorder = ProfileRecorder.of(
                features,
                Profiler.of(features).profile(List.of(false)),
                1,
                () -> clock.getAndAdd(TimeUnit.MILLISECONDS.toNanos(600)));
        Thread hanging = new Thread(() -> recorder.record(true));
        hanging.start();
        inside.await();

        recorder.record(false);

        assertThat(recorder.skipped()).isEqualTo(1);
        assertThat(recorder.drain().rows()).isZero();
        open.countDown();
        hanging.join();
        assertThat(recorder.drain().rows()).isEqualTo(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void record_knownValues_allocatesNothing() {
        Features<double[]> features = Features.<double[]>builder()
                .numeric("first", row -> row[0])
                .numeric("second", row -> row[1])
                .categorical("sign", row -> row[0] > 0 ? "plus" : "minus")
                .build();
        List<double[]> rows = List.of(new double[] {1, 2}, new double[] {-1, Double.NaN}, new double[] {0.5, 1e9});
        ProfileRecorder<double[]> recorder =
                ProfileRecorder.of(features, Profiler.of(features).profile(rows));

        assertAllocatesNothing(recorder, rows);
        assertThat(recorder.snapshot().rows()).isEqualTo(60_000);
    }

    @Test
    void record_componentsOfARecord_allocatesNothing() {
        assertAllocatesNothing(ProfileRecorder.of(Customer.FEATURES, Customer.profile()), Customer.usual(3, 9));
    }

    private static <I> void assertAllocatesNothing(ProfileRecorder<I> recorder, List<I> rows) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        recordAll(recorder, rows);

        long before = threads.getCurrentThreadAllocatedBytes();
        recordAll(recorder, rows);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        // Less than a byte for each of 30,000 rows: whatever the JVM itself needs.
        assertThat(allocated).isLessThan(30_000);
    }

    private static <I> void recordAll(ProfileRecorder<I> recorder, List<I> rows) {
        for (int row = 0; row < 30_000; row++) {
            recorder.record(rows.get(row % 3));
        }
    }

    @Test
    void bytes_moreValues_stayTheSame() {
        ProfileRecorder<Row> recorder = ProfileRecorder.of(FEATURES, REFERENCE);
        assertThat(recorder.bytes()).isZero();
        recorder.record(new Row(1, "gold"));
        long first = recorder.bytes();
        for (int row = 0; row < 10_000; row++) {
            recorder.record(new Row(row, "plan " + row));
        }

        assertThat(first).isBetween(1_000L, 10_000L);
        assertThat(recorder.bytes()).isEqualTo(first);
    }
}
