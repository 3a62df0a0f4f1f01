package io.modelops.monitoring;

import static io.modelops.spi.Observed.START;
import static io.modelops.spi.Observed.answer;
import static io.modelops.spi.Observed.failure;
import static io.modelops.spi.Observed.labelled;
import static io.modelops.spi.Observed.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.ModelVersion;
import io.modelops.model.Profile;
import io.modelops.spi.Finding;
import io.modelops.spi.Monitor;
import io.modelops.spi.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each monitor of the library goes on after a restart as if there had been none. */
class MonitorRestartTest {
    private static final ModelVersion VERSION = version(1, Map.of("meanAbsoluteError", 0.2));
    private static final Profile PROFILE = Customer.profile();
    private static final List<Customer> CUSTOMERS = Customer.usual(3_000, 5);

    /** Late enough for each monitor to have learnt what it can't learn in parts. */
    private static final int[] RESTARTS = {820, 2_203};

    static Stream<Arguments> monitors() {
        return BuiltInMonitors.all().entrySet().stream()
                .map(monitor -> Arguments.of(monitor.getKey(), monitor.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("monitors")
    void restore_halfAStream_findsWhatTheWholeStreamDoes(String name, Supplier<Monitor<Customer, Double>> monitor) {
        for (int restart : RESTARTS) {
            List<List<Finding>> whole = new ArrayList<>();
            List<List<Finding>> resumed = new ArrayList<>();
            Monitor<Customer, Double> steady = serving(monitor);
            Monitor<Customer, Double> before = serving(monitor);
            feed(steady, 0, restart, whole);
            feed(before, 0, restart, resumed);
            Monitor<Customer, Double> after = serving(monitor);
            after.restore(before.state().orElseThrow());
            feed(steady, restart, CUSTOMERS.size(), whole);
            feed(after, restart, CUSTOMERS.size(), resumed);

            assertThat(resumed).as("restarted after %s", restart).isEqualTo(whole);
            assertThat(whole).anySatisfy(findings -> assertThat(findings).isNotEmpty());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("monitors")
    void restore_tornState_isRefusedAndNothingIsKept(String name, Supplier<Monitor<Customer, Double>> monitor) {
        byte[] whole = stateAfter(monitor, 1_411);
        Monitor<Customer, Double> refusing = serving(monitor);
        SplittableRandom random = new SplittableRandom(11);
        for (int round = 0; round < 60; round++) {
            byte[] torn = Arrays.copyOf(whole, random.nextInt(whole.length));
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            for (byte[] odd : List.of(torn, damaged, noise)) {
                assertRefused(refusing, odd);
            }
        }
    }

    /** Behind a right checksum: what a bug or somebody else wrote. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("monitors")
    void restore_wrongContentUnderARightChecksum_isRefusedOrHarmless(
            String name, Supplier<Monitor<Customer, Double>> monitor) {
        byte[] whole = stateAfter(monitor, 1_411);
        SplittableRandom random = new SplittableRandom(12);
        for (int round = 0; round < 40; round++) {
            byte[] odd = whole.clone();
            for (int change = 0; change <= round % 3; change++) {
                odd[14 + random.nextInt(odd.length - 14)] = (byte) random.nextInt(256);
            }
            Monitor<Customer, Double> restored = serving(monitor);
            try {
                restored.restore(StateBytes.withChecksum(odd));
            } catch (IllegalArgumentException refused) {
                assertThat(restored.state())
                        .usingRecursiveComparison()
                        .isEqualTo(serving(monitor).state());
            }
            feed(restored, 1_411, 1_450, new ArrayList<>());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("monitors")
    void restore_stateOfAnotherMonitor_isRefused(String name, Supplier<Monitor<Customer, Double>> monitor) {
        byte[] foreign =
                name.equals("staleness") ? stateAfter(Monitors::throughput, 820) : stateAfter(Monitors::staleness, 820);

        assertRefused(serving(monitor), foreign);
    }

    private static void assertRefused(Monitor<Customer, Double> monitor, byte[] odd) {
        Optional<byte[]> before = monitor.state();
        assertThatThrownBy(() -> monitor.restore(odd)).isInstanceOf(IllegalArgumentException.class);
        assertThat(monitor.state().isPresent()).isEqualTo(before.isPresent());
    }

    private static byte[] stateAfter(Supplier<? extends Monitor<? super Customer, ? super Double>> monitor, int rows) {
        Monitor<Customer, Double> there = serving(monitor);
        feed(there, 0, rows, new ArrayList<>());
        return there.state().orElseThrow();
    }

    @SuppressWarnings("unchecked") // a monitor only reads observations
    private static Monitor<Customer, Double> serving(
            Supplier<? extends Monitor<? super Customer, ? super Double>> monitor) {
        Monitor<Customer, Double> made = (Monitor<Customer, Double>) monitor.get();
        made.onServing(VERSION, PROFILE);
        return made;
    }

    /** One customer a second; errors, inputs and outcomes change in the last third. */
    private static void feed(Monitor<Customer, Double> monitor, int from, int to, List<List<Finding>> found) {
        for (int id = from; id < to; id++) {
            SplittableRandom random = new SplittableRandom(id);
            random.nextLong();
            boolean changed = id > 2_000;
            Customer usual = CUSTOMERS.get(id);
            Customer customer =
                    changed ? new Customer(usual.spend() * 1.5, usual.visits() + 3, id % 9 == 0 ? null : "new") : usual;
            double score = random.nextDouble();
            if (id % 37 == 0) {
                monitor.onPrediction(failure(VERSION, Role.CHAMPION, id, customer));
            } else {
                monitor.onPrediction(answer(VERSION, id, customer, score));
                double noise = changed ? random.nextDouble() : 0.2 * random.nextDouble();
                double outcome = random.nextDouble() < (changed ? 0.4 : 0.1) ? score : score + noise > 0.5 ? 1 : 0;
                monitor.onLabel(labelled(answer(VERSION, id, customer, score), outcome));
            }
            if (id % 197 == 196) {
                found.add(monitor.evaluate(at(id)));
            }
        }
    }

    private static Instant at(int id) {
        return START.plusSeconds(id);
    }
}
