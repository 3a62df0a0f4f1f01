package io.modelops.validation.internal;

import io.modelops.model.InvalidInputException;
import io.modelops.model.internal.Json;
import io.modelops.validation.ValidationReport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The report of a validation as JSON; the same report always gives the same text. */
public final class ReportJson {
    private static final JsonMapper MAPPER = Json.MAPPER
            .rebuild()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private ReportJson() {}

    /**
     * Writes a report.
     *
     * @param report the report
     * @return the JSON
     */
    public static String of(ValidationReport report) {
        return MAPPER.writeValueAsString(report);
    }

    /**
     * Reads a report.
     *
     * @param json the JSON
     * @return the report
     * @throws InvalidInputException if it is not the JSON of a report
     */
    public static ValidationReport read(String json) {
        try {
            ValidationReport report = MAPPER.readValue(json, ValidationReport.class);
            if (report == null) {
                throw new InvalidInputException(
                        "The text \"null\" is not the report of a validation: expected JSON that "
                                + "ValidationReport.toJson() wrote.");
            }
            return report;
        } catch (JacksonException unreadable) {
            throw new InvalidInputException(
                    "The text is not the report of a validation (" + unreadable.getOriginalMessage()
                            + "): expected JSON that ValidationReport.toJson() wrote.",
                    unreadable);
        }
    }
}
