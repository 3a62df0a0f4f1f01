package io.modelops.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.spi.Report;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReportSizeTest {
    private static final int MEGABYTE = 1_000_000;

    /** Each character becomes as many bytes as one can. */
    private static final String LONG_NAME = "\"&'<\u202e>".repeat(500);

    static Stream<Named<Report>> reports() {
        HostileReports many = new HostileReports(LONG_NAME, 500, 1_000);
        HostileReports plain = new HostileReports("customer_feature_with_a_name_of_usual_length_", 500, 1_000);
        HostileReports more = new HostileReports("name", 3_000, 20);
        return Stream.of(many, plain, more).flatMap(HostileReports::all);
    }

    @ParameterizedTest
    @MethodSource("reports")
    void htmlAndMarkdown_500FeaturesWithLongHostileNames_areUnderAMegabyte(Report report) {
        assertThat(report.toHtml().getBytes(StandardCharsets.UTF_8).length).isLessThan(MEGABYTE);
        assertThat(report.toMarkdown().getBytes(StandardCharsets.UTF_8).length).isLessThan(MEGABYTE);
    }
}
