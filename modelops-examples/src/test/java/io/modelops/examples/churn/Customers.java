package io.modelops.examples.churn;

import io.modelops.model.Example;
import io.modelops.model.Score;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Customers who churn for reasons that a logistic regression can find, and some chance. */
final class Customers {
    private static final List<String> PLANS = List.of("basic", "plus", "family");

    private Customers() {}

    static List<Example<Customer, Score>> random(int count, long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, count).mapToObj(row -> random(random)).toList();
    }

    private static Example<Customer, Score> random(Random random) {
        Customer customer = new Customer(
                PLANS.get(random.nextInt(PLANS.size())),
                60 * random.nextDouble(),
                20 + 80 * random.nextDouble(),
                random.nextInt(6));
        double logit =
                2.0 * customer.supportCalls() + 0.05 * customer.monthlyCharge() - 0.12 * customer.tenureMonths() - 4;
        boolean churns = random.nextDouble() < 1 / (1 + Math.exp(-logit));
        return Example.of(customer, new Score(churns ? 1 : 0));
    }
}
