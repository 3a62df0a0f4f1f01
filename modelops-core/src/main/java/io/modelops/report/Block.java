package io.modelops.report;

/** One part of a section. All parts are immutable values. */
public sealed interface Block
        permits Paragraph, Briefing, KeyFigures, Table, LineChart, BarChart, SpanChart, Distributions, Timeline {}
