package io.modelops.report.internal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.modelops.model.internal.Json;
import io.modelops.report.BarChart;
import io.modelops.report.Block;
import io.modelops.report.Briefing;
import io.modelops.report.Cell;
import io.modelops.report.Distributions;
import io.modelops.report.KeyFigures;
import io.modelops.report.LineChart;
import io.modelops.report.Page;
import io.modelops.report.Paragraph;
import io.modelops.report.SpanChart;
import io.modelops.report.Table;
import io.modelops.report.Timeline;
import tools.jackson.databind.json.JsonMapper;

/** Writes a page as JSON: its own structure, each block with its kind. */
public final class PageJson {
    private static final JsonMapper MAPPER = Json.MAPPER
            .rebuild()
            .addMixIn(Block.class, BlockForm.class)
            .addMixIn(Cell.class, CellForm.class)
            .build();

    private PageJson() {}

    /**
     * Writes a page.
     *
     * @param page the page
     * @return the JSON
     */
    public static String of(Page page) {
        return MAPPER.writeValueAsString(page);
    }

    /**
     * Reads a page that {@link #of} wrote.
     *
     * @param json the JSON
     * @return the page
     */
    public static Page read(String json) {
        return MAPPER.readValue(json, Page.class);
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Paragraph.class, name = "paragraph"),
        @JsonSubTypes.Type(value = Briefing.class, name = "briefing"),
        @JsonSubTypes.Type(value = KeyFigures.class, name = "key-figures"),
        @JsonSubTypes.Type(value = Table.class, name = "table"),
        @JsonSubTypes.Type(value = LineChart.class, name = "line-chart"),
        @JsonSubTypes.Type(value = BarChart.class, name = "bar-chart"),
        @JsonSubTypes.Type(value = SpanChart.class, name = "span-chart"),
        @JsonSubTypes.Type(value = Distributions.class, name = "distributions"),
        @JsonSubTypes.Type(value = Timeline.class, name = "timeline")
    })
    private interface BlockForm {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Cell.Text.class, name = "text"),
        @JsonSubTypes.Type(value = Cell.Numeric.class, name = "number"),
        @JsonSubTypes.Type(value = Cell.Status.class, name = "status")
    })
    private interface CellForm {}
}
