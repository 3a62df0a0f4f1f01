package io.modelops.examples.ridership;

import static java.time.temporal.TemporalAdjusters.dayOfWeekInMonth;
import static java.time.temporal.TemporalAdjusters.lastInMonth;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.util.EnumSet;
import java.util.Set;

/** Days on which Chicago does not commute as usual, derived from the date alone. */
enum Holiday {
    NEW_YEAR(Closure.FULL),
    MARTIN_LUTHER_KING(Closure.OFFICES),
    PRESIDENTS(Closure.OFFICES),
    MEMORIAL(Closure.FULL),
    INDEPENDENCE(Closure.FULL),
    INDEPENDENCE_BRIDGE(Closure.NONE),
    LABOR(Closure.FULL),
    COLUMBUS(Closure.OFFICES),
    VETERANS(Closure.OFFICES),
    THANKSGIVING_EVE(Closure.NONE),
    THANKSGIVING(Closure.FULL),
    THANKSGIVING_FRIDAY(Closure.PARTIAL),
    CHRISTMAS_EVE(Closure.PARTIAL),
    CHRISTMAS(Closure.FULL),
    CHRISTMAS_WEEK(Closure.PARTIAL),
    NEW_YEARS_EVE(Closure.PARTIAL);

    /** How much of the city stays at home. */
    enum Closure {
        FULL,
        PARTIAL,
        OFFICES,
        NONE
    }

    private final Closure closure;

    Holiday(Closure closure) {
        this.closure = closure;
    }

    Closure closure() {
        return closure;
    }

    /** Returns the holidays that fall on a date; usually none, sometimes two. */
    static Set<Holiday> on(LocalDate date) {
        EnumSet<Holiday> holidays = EnumSet.noneOf(Holiday.class);
        int year = date.getYear();
        int day = date.getDayOfMonth();
        switch (date.getMonth()) {
            case JANUARY -> {
                addIf(holidays, NEW_YEAR, isOrIsObserved(date, LocalDate.of(year, 1, 1)));
                addIf(holidays, CHRISTMAS_WEEK, day == 2);
                addIf(holidays, MARTIN_LUTHER_KING, isMonday(date, 3));
            }
            case FEBRUARY -> addIf(holidays, PRESIDENTS, isMonday(date, 3));
            case MAY -> addIf(holidays, MEMORIAL, date.equals(date.with(lastInMonth(DayOfWeek.MONDAY))));
            case JULY -> {
                LocalDate fourth = LocalDate.of(year, Month.JULY, 4);
                addIf(holidays, INDEPENDENCE, isOrIsObserved(date, fourth));
                boolean fridayAfter = day == 5 && date.getDayOfWeek() == DayOfWeek.FRIDAY;
                addIf(holidays, INDEPENDENCE_BRIDGE, day == 3 || fridayAfter);
            }
            case SEPTEMBER -> addIf(holidays, LABOR, isMonday(date, 1));
            case OCTOBER -> addIf(holidays, COLUMBUS, isMonday(date, 2));
            case NOVEMBER -> {
                LocalDate thanksgiving = date.with(dayOfWeekInMonth(4, DayOfWeek.THURSDAY));
                addIf(holidays, VETERANS, day == 11);
                addIf(holidays, THANKSGIVING_EVE, date.equals(thanksgiving.minusDays(1)));
                addIf(holidays, THANKSGIVING, date.equals(thanksgiving));
                addIf(holidays, THANKSGIVING_FRIDAY, date.equals(thanksgiving.plusDays(1)));
            }
            case DECEMBER -> {
                addIf(holidays, CHRISTMAS, isOrIsObserved(date, LocalDate.of(year, 12, 25)));
                addIf(holidays, CHRISTMAS_EVE, day == 24);
                addIf(holidays, CHRISTMAS_WEEK, day == 22 || day == 23 || (day >= 26 && day <= 30));
                addIf(holidays, NEW_YEARS_EVE, day == 31);
                addIf(holidays, NEW_YEAR, isOrIsObserved(date, LocalDate.of(year + 1, 1, 1)));
            }
            default -> {
                // March, April, June and August have no holiday that shows in the counts.
            }
        }
        return holidays;
    }

    private static void addIf(Set<Holiday> holidays, Holiday holiday, boolean present) {
        if (present) {
            holidays.add(holiday);
        }
    }

    private static boolean isMonday(LocalDate date, int ordinal) {
        return date.equals(date.with(dayOfWeekInMonth(ordinal, DayOfWeek.MONDAY)));
    }

    private static boolean isOrIsObserved(LocalDate date, LocalDate holiday) {
        LocalDate observed = switch (holiday.getDayOfWeek()) {
            case SATURDAY -> holiday.minusDays(1);
            case SUNDAY -> holiday.plusDays(1);
            default -> holiday;
        };
        return date.equals(holiday) || date.equals(observed);
    }
}
