package io.modelops.monitoring;

import io.modelops.model.Features;
import io.modelops.model.Profile;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What the tests' model is asked about. */
record Customer(double spend, double visits, @Nullable String plan) {
    static final Features<Customer> FEATURES = Features.ofRecord(Customer.class);

    /** Customers as they were when the model was trained; the same seed gives the same ones. */
    static List<Customer> usual(int number, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, number)
                .mapToObj(index ->
                        new Customer(100 + 20 * random.nextGaussian(), random.nextInt(10), "plan " + random.nextInt(3)))
                .toList();
    }

    static Profile profile() {
        return Profiler.of(FEATURES).profile(usual(2_000, 1));
    }
}
