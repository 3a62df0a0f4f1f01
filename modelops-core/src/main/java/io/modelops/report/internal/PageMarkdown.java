package io.modelops.report.internal;

import io.modelops.report.BarChart;
import io.modelops.report.Block;
import io.modelops.report.Briefing;
import io.modelops.report.Cell;
import io.modelops.report.Distribution;
import io.modelops.report.Distributions;
import io.modelops.report.KeyFigures;
import io.modelops.report.LineChart;
import io.modelops.report.Page;
import io.modelops.report.Paragraph;
import io.modelops.report.Section;
import io.modelops.report.SpanChart;
import io.modelops.report.Table;
import io.modelops.report.Timeline;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a page as Markdown; a chart becomes the table of its numbers. */
public final class PageMarkdown {
    private final StringBuilder text = new StringBuilder();

    private PageMarkdown() {}

    /**
     * Writes a page.
     *
     * @param page the page
     * @return the Markdown, with tables as GitHub's dialect has them
     */
    public static String of(Page page) {
        PageMarkdown markdown = new PageMarkdown();
        markdown.part("# " + MarkdownText.line(page.title()));
        Page.Status status = page.status();
        if (status != null) {
            markdown.part("Status: **" + MarkdownText.line(status.text()) + "**");
        }
        markdown.part(MarkdownText.paragraphs(page.lead()));
        for (Section section : page.sections()) {
            markdown.part("## " + MarkdownText.line(section.title()));
            section.blocks().forEach(markdown::block);
        }
        return markdown.text.toString();
    }

    private void part(String markdown) {
        if (!markdown.isEmpty()) {
            text.append(text.isEmpty() ? "" : "\n").append(markdown).append('\n');
        }
    }

    private void block(Block block) {
        if (block instanceof Paragraph paragraph) {
            part(MarkdownText.paragraphs(paragraph.text()));
        } else if (block instanceof Briefing briefing) {
            part(briefing.answers().stream().map(PageMarkdown::answer).collect(Collectors.joining("\n")));
        } else if (block instanceof KeyFigures figures) {
            part(figures.figures().stream().map(PageMarkdown::figure).collect(Collectors.joining("\n")));
        } else if (block instanceof Table table) {
            table(table);
        } else if (block instanceof Timeline timeline) {
            part("**" + MarkdownText.line(timeline.title()) + "**");
            part(
                    timeline.entries().isEmpty()
                            ? "Nothing happened."
                            : timeline.entries().stream()
                                    .map(PageMarkdown::entry)
                                    .collect(Collectors.joining("\n")));
        } else if (block instanceof BarChart chart) {
            bars(chart);
        } else if (block instanceof LineChart chart) {
            lines(chart);
        } else if (block instanceof SpanChart chart) {
            spans(chart);
        } else if (block instanceof Distributions group) {
            distributions(group);
        }
    }

    private static String answer(Briefing.Answer answer) {
        String detail = answer.detail().isEmpty() ? "" : ". " + MarkdownText.line(answer.detail());
        return "- " + MarkdownText.line(answer.question()) + " **" + MarkdownText.line(answer.answer()) + "**" + detail;
    }

    private static String figure(KeyFigures.Figure figure) {
        String note = figure.note().isEmpty() ? "" : " (" + MarkdownText.line(figure.note()) + ")";
        return "- " + MarkdownText.line(figure.label()) + ": " + MarkdownText.line(figure.value()) + note;
    }

    private static String entry(Timeline.Entry entry) {
        String detail = entry.detail().isEmpty() ? "" : ": " + MarkdownText.line(entry.detail());
        return "- " + MarkdownText.line(entry.when()) + " " + MarkdownText.line(entry.what()) + detail;
    }

    private void table(Table table) {
        part("**" + MarkdownText.line(table.caption()) + "**");
        if (table.rows().isEmpty()) {
            part("Nothing to show.");
            return;
        }
        List<Columns.Column> columns = Columns.of(table);
        StringBuilder rows = new StringBuilder("|");
        columns.forEach(column ->
                rows.append(' ').append(MarkdownText.line(column.title())).append(" |"));
        rows.append("\n|");
        columns.forEach(column -> rows.append(column.style().equals("number") ? " ---: |" : " --- |"));
        for (List<Cell> row : table.rows()) {
            rows.append("\n|");
            for (int column = 0; column < columns.size(); column++) {
                rows.append(' ')
                        .append(MarkdownText.line(shown(row.get(column), columns.get(column))))
                        .append(" |");
            }
        }
        part(rows.toString());
    }

    private static String shown(Cell cell, Columns.Column column) {
        if (cell instanceof Cell.Numeric number) {
            return column.show(number.value());
        }
        return cell instanceof Cell.Status status ? status.text() : ((Cell.Text) cell).text();
    }

    private void bars(BarChart chart) {
        Table table = Table.of(chart.title(), "", chart.axis().label(), "Low", "High");
        for (BarChart.Bar bar : chart.bars()) {
            table = table.row(bar.label(), bar.value(), bar.low(), bar.high());
        }
        BarChart.Limit limit = chart.limit();
        table(limit == null ? table : table.row(limit.label(), limit.value(), "", ""));
    }

    private void lines(LineChart chart) {
        Table table = Table.of(chart.title(), chart.y().label(), "Points", "First", "Last", "Least", "Greatest");
        for (LineChart.Series series : chart.series()) {
            double[] values = series.points().stream()
                    .mapToDouble(LineChart.Point::y)
                    .filter(Double::isFinite)
                    .toArray();
            if (values.length == 0) {
                table = table.row(series.name(), 0, "", "", "", "");
            } else {
                table = table.row(
                        series.name(),
                        values.length,
                        values[0],
                        values[values.length - 1],
                        Arrays.stream(values).min().orElse(Double.NaN),
                        Arrays.stream(values).max().orElse(Double.NaN));
            }
        }
        table(table);
    }

    private void spans(SpanChart chart) {
        Table table = Table.of(chart.title(), "What", "State", "From", "To");
        for (SpanChart.Row row : chart.rows()) {
            for (SpanChart.Span span : row.spans()) {
                table = table.row(row.label(), span.state(), SpanPlot.minute(span.from()), SpanPlot.minute(span.to()));
            }
        }
        table(table);
    }

    /** All of them in one table, and the bins of those that are shown open in one each. */
    private void distributions(Distributions group) {
        List<List<Cell>> rows = new ArrayList<>();
        for (Distribution one : group.distributions()) {
            Page.Status status = one.status();
            rows.add(List.of(
                    new Cell.Text(Shortened.name(one.name())),
                    new Cell.Text(status == null ? "" : status.text()),
                    new Cell.Text(one.finding())));
        }
        table(Table.of(group.title(), "Feature", "Status", "Finding").rows(rows));
        group.distributions().stream()
                .filter(one -> one.detail() == Distribution.Detail.OPEN)
                .forEach(one -> bins(one, group));
    }

    private void bins(Distribution one, Distributions group) {
        boolean compares = group.compares();
        Table table = compares
                ? Table.of(Shortened.name(one.name()), "Bin", "Reference", "Now")
                : Table.of(Shortened.name(one.name()), "Bin", "Share");
        for (Distribution.Bin bin : one.bins()) {
            String label = Shortened.label(bin.label());
            table = compares
                    ? table.row(label, Percent.show(bin.reference()), Percent.show(bin.current()))
                    : table.row(label, Percent.show(bin.reference()));
        }
        table(table);
    }
}
