package io.modelops.statistics.change;

/** What a detector remembers after an alarm. */
public enum AfterAlarm {
    /** Nothing: the next value is the first one. One lasting change gives one alarm. */
    RESTART,
    /**
     * What came after the change, as far as the detector knows it. It finds the next change sooner, and may raise several
     * alarms for a change that goes on. Only for detectors with a window.
     */
    KEEP_RECENT,
    /** Everything: the alarm is repeated with each value for as long as the evidence stands. Not for detectors with a window. */
    CONTINUE
}
