package io.modelops.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.deployment.Deployment;
import io.modelops.deployment.DeploymentStatus;
import io.modelops.deployment.FaultyRuntime.Answer;
import io.modelops.deployment.FaultyRuntime.Fault;
import io.modelops.model.ModelVersion;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many more callers than a model can serve: as many wait as may, the others are refused at once. */
@Tag("stress")
class OverloadTest {
    private static final int CALLERS = 64;
    private static final int WORKERS = 2;
    private static final int CAPACITY = 8;
    private static final long MICROSECONDS_EACH = 2_000;
    private static final long REQUESTS = StressRun.of(20_000, 2_000_000);
    private static final long BACK_OFF_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long SWAP_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    @TempDir
    Path directory;

    @Test
    void predict_byManyMoreCallersThanCanBeServed_isAnsweredOrRefusedAtOnce() {
        FaultyModels models = new FaultyModels(directory, false);
        try (models) {
            ModelVersion[] versions = new ModelVersion[10];
            for (int version = 0; version < versions.length; version++) {
                versions[version] = models.register("churn", Fault.SLOW, MICROSECONDS_EACH);
            }
            models.point(versions[0]);
            SwapLedger ledger = new SwapLedger(versions[0], 1_000_000);
            models.tell(ledger);
            Deployment<Long, Answer> churn =
                    models.deploy("churn", settings -> settings.workers(WORKERS).queueCapacity(CAPACITY));
            AtomicLong mostWaiting = new AtomicLong();
            int threads = ManagementFactory.getThreadMXBean().getThreadCount();
            int mostThreads = 0;
            try (Load load = Load.of(CALLERS, number -> overloaded(churn, ledger, number))) {
                while (load.requests() < REQUESTS) {
                    ModelVersion next = versions[(ledger.swaps() + 1) % versions.length];
                    ledger.swap(next, () -> models.point(next), Duration.ofSeconds(30));
                    long until = System.nanoTime() + SWAP_EVERY_NANOS;
                    Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> {
                        mostWaiting.accumulateAndGet(waiting(churn), Math::max);
                        return System.nanoTime() > until;
                    });
                    mostThreads = Math.max(
                            mostThreads, ManagementFactory.getThreadMXBean().getThreadCount());
                }
                load.stop();

                Histogram answers = load.latencies(Load.Outcome.ANSWERED);
                Histogram refusals = load.latencies(Load.Outcome.REFUSED);
                long p99 = refusals.getValueAtPercentile(99) / 1_000;
                long answered = load.count(Load.Outcome.ANSWERED);
                StressRun.report(
                        "overload",
                        load,
                        ledger.swaps(),
                        "answered=" + answered + " refused=" + load.count(Load.Outcome.REFUSED) + " refusal-p99-us="
                                + p99 + " answer-p50-us="
                                + answers.getValueAtPercentile(50) / 1_000 + " most-waiting=" + mostWaiting
                                + " most-threads=" + (mostThreads - threads));
                assertThat(load.firstFailure()).isEmpty();
                assertThat(load.count(Load.Outcome.STALE)).isZero();
                assertThat(load.count(Load.Outcome.REFUSED)).isGreaterThan(answered / 2);
                assertThat(answered).isPositive();
                assertThat(TimeUnit.NANOSECONDS.toMillis(refusals.getValueAtPercentile(50)))
                        .as("half of the refusals, in milliseconds")
                        .isLessThan(20);
                assertThat(mostThreads)
                        .as("callers, and the workers of two versions, three while one is closed")
                        .isLessThanOrEqualTo(threads + CALLERS + 3 * WORKERS + 4);
                assertThat(mostWaiting.get())
                        .as("waiting for a worker of one version")
                        .isLessThanOrEqualTo(CAPACITY);
                assertThat(answers.getValueAtPercentile(50) / 1_000)
                        .as("half of the answers, in microseconds: were all callers in the queue, it took longer")
                        .isLessThan(CALLERS / WORKERS * MICROSECONDS_EACH);
            }
        }
        assertThat(models.runtime.crimes()).isEmpty();
        assertThat(models.runtime.openInferences()).isZero();
    }

    /** A caller that is refused comes back a little later, as one would. */
    private static Load.Outcome overloaded(Deployment<Long, Answer> churn, SwapLedger ledger, long number) {
        Load.Outcome outcome = Load.Outcome.REFUSED;
        try {
            outcome = FaultyModels.judged(churn, ledger, number);
            return outcome;
        } finally {
            if (outcome == Load.Outcome.REFUSED) {
                LockSupport.parkNanos(BACK_OFF_NANOS);
            }
        }
    }

    /**
     * The longest queue of a version. Threads that wait tell less: one whose answer is there waits for a processor, and looks
     * the same from outside.
     */
    private static long waiting(Deployment<?, ?> deployment) {
        return deployment.status().versions().stream()
                .mapToLong(DeploymentStatus.VersionStatus::queued)
                .max()
                .orElse(0);
    }
}
