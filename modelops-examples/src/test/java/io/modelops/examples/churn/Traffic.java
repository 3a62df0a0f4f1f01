package io.modelops.examples.churn;

import io.modelops.ModelOps;
import io.modelops.deployment.Deployment;
import io.modelops.model.Example;
import io.modelops.model.Score;
import java.time.Duration;
import java.util.List;

/** Customers who come one every second of a time that runs much faster than ours. */
final class Traffic {
    private final Thread thread;
    private volatile boolean stopped;

    private Traffic(
            ModelOps ops,
            Deployment<Customer, Score> deployment,
            List<Example<Customer, Score>> customers,
            ManualClock clock) {
        thread = new Thread(() -> {
            for (int second = 0; !stopped; second++) {
                deployment.predict(customers.get(second % customers.size()).input());
                clock.advance(Duration.ofSeconds(1));
                ops.beat();
            }
        });
        thread.setDaemon(true);
    }

    static Traffic start(
            ModelOps ops,
            Deployment<Customer, Score> deployment,
            List<Example<Customer, Score>> customers,
            ManualClock clock) {
        Traffic traffic = new Traffic(ops, deployment, customers, clock);
        traffic.thread.start();
        return traffic;
    }

    void stop() throws InterruptedException {
        stopped = true;
        thread.join();
    }
}
