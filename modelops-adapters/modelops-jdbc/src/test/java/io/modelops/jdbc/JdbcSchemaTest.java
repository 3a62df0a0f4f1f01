package io.modelops.jdbc;

import static io.modelops.spi.LogRecords.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.StoreException;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JdbcSchemaTest {
    private static final Path SCRIPTS = Path.of("src/main/resources/db/modelops");

    @ParameterizedTest
    @EnumSource(Home.class)
    void create_again_keepsWhatIsThere(Home home) {
        Home.Place place = home.empty();
        place.log().putIfAbsent(record(1));

        JdbcSchema.create(place.source(), place.options());

        assertThat(place.log().read(1, 10)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Home.class)
    void create_eightAtOnce_allSucceed(Home home) throws Exception {
        Home.Place place = home.place();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Callable<Void> creation = () -> {
                JdbcSchema.create(place.source(), place.options());
                return null;
            };
            for (Future<Void> created : threads.invokeAll(Collections.nCopies(8, creation))) {
                created.get();
            }
        } finally {
            threads.shutdown();
        }

        assertThat(place.log().putIfAbsent(record(1))).isTrue();
        assertThat(place.count("SELECT count(*) FROM mo_head")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Home.class)
    void create_scriptRunAgain_changesNothing(Home home) {
        Home.Place place = home.empty();
        place.log().putIfAbsent(record(1));
        place.sql("DELETE FROM mo_meta");

        JdbcSchema.create(place.source(), place.options());

        assertThat(place.log().read(1, 10)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Home.class)
    void create_tablesOfTheFirstVersion_addsTheSideChannel(Home home) {
        Home.Place place = home.empty();
        place.log().putIfAbsent(record(1));
        place.sql("DROP TABLE mo_summary");
        place.sql("UPDATE mo_meta SET v = '1' WHERE k = 'schema'");
        assertThatThrownBy(place::log)
                .isExactlyInstanceOf(StoreException.class)
                .hasMessageContaining("have version 1, this library needs 2");

        JdbcSchema.create(place.source(), place.options());

        assertThat(place.log().read(1, 10)).hasSize(1);
        assertThat(place.log().summaries().orElseThrow().latest("a", "n")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Home.class)
    void open_tablesOfALaterVersion_throws(Home home) {
        Home.Place place = home.empty();
        place.sql("UPDATE mo_meta SET v = '99' WHERE k = 'schema'");

        assertThatThrownBy(place::log)
                .isExactlyInstanceOf(StoreException.class)
                .hasMessageContaining("have version 99");
        assertThatThrownBy(() -> JdbcSchema.create(place.source(), place.options()))
                .isExactlyInstanceOf(StoreException.class);
    }

    @Test
    void create_otherDatabase_throwsAndNamesIt() {
        DataSource other = proxy(DataSource.class, proxy(Connection.class, proxy(DatabaseMetaData.class, "Nile")));

        assertThatThrownBy(() -> JdbcSchema.create(other))
                .isExactlyInstanceOf(StoreException.class)
                .hasMessageContaining("\"Nile\"")
                .hasMessageContaining("expected PostgreSQL or H2");
    }

    @ParameterizedTest
    @EnumSource(Home.class)
    void scripts_ofEachDatabase_areNamedForFlyway(Home home) throws IOException {
        Path folder = SCRIPTS.resolve(home.name().toLowerCase(Locale.ROOT));
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names =
                    files.map(file -> file.getFileName().toString()).toList();

            assertThat(names).isNotEmpty().allMatch(name -> name.matches("V[1-9][0-9]*__[a-z_]+\\.sql"));
        }
    }

    private static <T> T proxy(Class<T> type, Object answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader() == null ? JdbcSchemaTest.class.getClassLoader() : type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> method.getReturnType().isInstance(answer) ? answer : null));
    }
}
