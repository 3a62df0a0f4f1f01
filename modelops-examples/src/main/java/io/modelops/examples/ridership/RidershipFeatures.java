package io.modelops.examples.ridership;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/**
 * Turns a day into the 83 numbers that the network takes: what was measured, the day of the week, the season, and the
 * holidays of the day and of the day a fortnight before, from which the station counts come.
 *
 * <p>There is no trend over time among them. A network extrapolates one badly, which would flatter every model that
 * replaces it.
 */
final class RidershipFeatures {
    private static final int WEEKDAYS = DayOfWeek.values().length;
    private static final int SEASONAL_HARMONICS = 3;
    private static final List<Holiday> HOLIDAYS = List.of(Holiday.values());
    private static final List<Holiday.Closure> CLOSURES =
            List.of(Holiday.Closure.FULL, Holiday.Closure.PARTIAL, Holiday.Closure.OFFICES);
    private static final int STATION_LAG_DAYS = 14;
    private static final double DAYS_OF_A_YEAR = 365.25;

    private RidershipFeatures() {}

    static float[] of(RidershipDay day) {
        LocalDate date = day.date();
        int measured = day.measured().size();
        float[] features =
                new float[measured + WEEKDAYS + 2 * SEASONAL_HARMONICS + 2 * CLOSURES.size() + HOLIDAYS.size()];
        for (int column = 0; column < measured; column++) {
            features[column] = day.measured().get(column).floatValue();
        }
        features[measured + date.getDayOfWeek().getValue() - 1] = 1;
        setSeason(features, measured + WEEKDAYS, date);
        // The station counts are two whole weeks old, so both days are workdays or neither is.
        if (date.getDayOfWeek().getValue() < DayOfWeek.SATURDAY.getValue()) {
            setHolidays(features, measured + WEEKDAYS + 2 * SEASONAL_HARMONICS, date);
        }
        return features;
    }

    private static void setSeason(float[] features, int offset, LocalDate date) {
        for (int harmonic = 0; harmonic < SEASONAL_HARMONICS; harmonic++) {
            double angle = 2 * Math.PI * (harmonic + 1) * date.getDayOfYear() / DAYS_OF_A_YEAR;
            features[offset + 2 * harmonic] = (float) StrictMath.sin(angle);
            features[offset + 2 * harmonic + 1] = (float) StrictMath.cos(angle);
        }
    }

    private static void setHolidays(float[] features, int offset, LocalDate date) {
        Set<Holiday> today = Holiday.on(date);
        setClosures(features, offset, today);
        setClosures(features, offset + CLOSURES.size(), Holiday.on(date.minusDays(STATION_LAG_DAYS)));
        for (int index = 0; index < HOLIDAYS.size(); index++) {
            features[offset + 2 * CLOSURES.size() + index] = today.contains(HOLIDAYS.get(index)) ? 1 : 0;
        }
    }

    private static void setClosures(float[] features, int offset, Set<Holiday> holidays) {
        for (Holiday holiday : holidays) {
            int index = CLOSURES.indexOf(holiday.closure());
            if (index >= 0) {
                features[offset + index] = 1;
            }
        }
    }
}
