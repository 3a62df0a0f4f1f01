package io.modelops.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FeaturesTest {
    private enum Plan {
        FREE,
        PAID
    }

    /** Private, as records of tests and small applications are. */
    private record Customer(
            double spend,
            int visits,
            @Nullable Long age,
            BigDecimal balance,
            boolean active,
            char grade,
            @Nullable String city,
            @Nullable Plan plan,
            Instant since,
            float[] embedding,
            List<String> tags) {}

    private record Nothing(Instant at) {}

    private record Throwing(double value) {
        @Override
        public double value() {
            throw new IllegalStateException("not today");
        }
    }

    private static final Customer ANA = new Customer(
            9.5, 3, 41L, new BigDecimal("12.25"), true, 'B', "Ulm", Plan.PAID, Instant.EPOCH, new float[0], List.of());
    private static final Customer NOBODY = new Customer(
            Double.NaN, 0, null, BigDecimal.ZERO, false, 'A', null, null, Instant.EPOCH, new float[0], List.of());

    @Test
    void ofRecord_components_becomeFeaturesInOrder() {
        Features<Customer> features = Features.ofRecord(Customer.class);

        assertThat(features.all())
                .extracting(Feature::name)
                .containsExactly("spend", "visits", "age", "balance", "active", "grade", "city", "plan");
        assertThat(features.isEmpty()).isFalse();
    }

    @Test
    void ofRecord_numbersAndBooleans_areNumeric() {
        assertThat(number("spend", ANA)).isEqualTo(9.5);
        assertThat(number("visits", ANA)).isEqualTo(3);
        assertThat(number("age", ANA)).isEqualTo(41);
        assertThat(number("balance", ANA)).isEqualTo(12.25);
        assertThat(number("active", ANA)).isEqualTo(1);
        assertThat(number("active", NOBODY)).isZero();
    }

    @Test
    void ofRecord_textAndEnums_areCategorical() {
        assertThat(category("grade", ANA)).isEqualTo("B");
        assertThat(category("city", ANA)).isEqualTo("Ulm");
        assertThat(category("plan", ANA)).isEqualTo("PAID");
    }

    @Test
    void ofRecord_nullComponents_areMissing() {
        assertThat(number("age", NOBODY)).isNaN();
        assertThat(number("spend", NOBODY)).isNaN();
        assertThat(category("city", NOBODY)).isNull();
        assertThat(category("plan", NOBODY)).isNull();
    }

    @Test
    void ofRecord_noComponentThatFits_isEmpty() {
        assertThat(Features.ofRecord(Nothing.class).isEmpty()).isTrue();
        assertThat(Features.ofRecord(Nothing.class).all()).isEmpty();
    }

    @Test
    void ofRecord_typeThatIsNoRecord_isEmpty() {
        assertThat(Features.ofRecord(String.class).isEmpty()).isTrue();
        assertThat(Features.ofRecord(float[].class).isEmpty()).isTrue();
    }

    @Test
    void ofRecord_accessorThatThrows_throwsTheSame() {
        Feature.Numeric<Throwing> value = (Feature.Numeric<Throwing>)
                Features.ofRecord(Throwing.class).all().get(0);

        assertThatThrownBy(() -> value.value().applyAsDouble(new Throwing(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("not today");
    }

    @Test
    void find_nameThatIsNotThere_isEmpty() {
        assertThat(Features.ofRecord(Customer.class).find("tags")).isEmpty();
    }

    @Test
    void build_features_areInTheGivenOrder() {
        Features<Customer> features = Features.<Customer>builder()
                .categorical("where", Customer::city)
                .numeric("how much", Customer::spend)
                .build();

        assertThat(features.all()).extracting(Feature::name).containsExactly("where", "how much");
        assertThat(features.find("how much")).containsInstanceOf(Feature.Numeric.class);
    }

    @Test
    void build_nameGivenTwice_throws() {
        Features.Builder<Customer> builder =
                Features.<Customer>builder().numeric("spend", Customer::spend).categorical("spend", Customer::city);

        assertThatThrownBy(builder::build)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("\"spend\" was given twice");
    }

    private static double number(String name, Customer customer) {
        Feature<Customer> feature = Features.ofRecord(Customer.class).find(name).orElseThrow();
        return ((Feature.Numeric<Customer>) feature).value().applyAsDouble(customer);
    }

    private static @Nullable String category(String name, Customer customer) {
        Feature<Customer> feature = Features.ofRecord(Customer.class).find(name).orElseThrow();
        return ((Feature.Categorical<Customer>) feature).value().apply(customer);
    }
}
