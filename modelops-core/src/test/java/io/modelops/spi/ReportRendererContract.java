package io.modelops.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelops.model.InvalidInputException;
import io.modelops.model.internal.Json;
import org.junit.jupiter.api.Test;

/** What every {@link ReportRenderer} has to do. */
public abstract class ReportRendererContract {
    /** Text that would run, or leave its place, if it were not escaped. */
    protected static final String HOSTILE = "<script>alert(1)</script>\"' onload=alert(2) \u202e&amp;";

    /** Makes the renderer under test. */
    protected abstract ReportRenderer createRenderer();

    /** A report it can show, in which every text from outside is {@link #HOSTILE}. */
    protected abstract Report hostileReport();

    @Test
    void renders_itsOwnReports() {
        assertThat(createRenderer().renders(hostileReport())).isTrue();
    }

    @Test
    void renders_aForeignReport_isFalse() {
        assertThat(createRenderer().renders(new Report() {})).isFalse();
    }

    @Test
    void html_isAPageThatLoadsAndRunsNothing() {
        String page = createRenderer().html(hostileReport());

        assertThat(page)
                .startsWithIgnoringCase("<!doctype html>")
                .contains("Content-Security-Policy")
                .doesNotContainIgnoringCase("<script")
                .doesNotContainIgnoringCase("href=\"http")
                .doesNotContainIgnoringCase("src=\"http")
                .doesNotContainIgnoringCase("@import");
    }

    @Test
    void json_isReadable() {
        assertThat(Json.MAPPER.readTree(createRenderer().json(hostileReport())).isObject())
                .isTrue();
    }

    @Test
    void markdown_ofHostileText_hasNoMarkupOfItsOwn() {
        String markdown;
        try {
            markdown = createRenderer().markdown(hostileReport());
        } catch (InvalidInputException writesNone) {
            assertThat(writesNone).hasMessageContaining("writes no Markdown");
            return;
        }

        assertThat(markdown).doesNotContain("<", "\u202e").contains("&lt;script&gt;alert(1)");
    }

    @Test
    void html_twice_isTheSame() {
        assertThat(createRenderer().html(hostileReport()))
                .isEqualTo(createRenderer().html(hostileReport()));
    }
}
