package io.modelops.examples.churn;

import io.modelops.djl.DjlExtension;
import io.modelops.djl.DjlRuntime;

/** Tells the runtime on the class path how a customer becomes a row of numbers. */
public final class ChurnExtension implements DjlExtension {
    @Override
    public void configure(DjlRuntime.Builder builder) {
        builder.encode(Customer.class, ChurnExtension::encode);
    }

    static float[] encode(Customer customer) {
        return new float[] {
            customer.plan().equals("basic") ? 1 : 0,
            customer.plan().equals("plus") ? 1 : 0,
            (float) (customer.tenureMonths() / 12),
            (float) (customer.monthlyCharge() / 50),
            customer.supportCalls()
        };
    }
}
