package io.modelops.examples.ridership;

import io.modelops.event.Event;
import io.modelops.event.EventListener;
import io.modelops.event.LogEntry;
import java.io.PrintStream;
import java.time.LocalDate;
import java.util.Locale;

/**
 * Shows how far the example is and what happens on the way: on a terminal a bar that is drawn over, elsewhere a line every
 * five percent.
 */
final class Screen implements EventListener {
    private static final int BAR = 30;
    private static final int PERCENT = 100;
    private static final int PLAIN_STEP = 5;

    private final PrintStream out;
    private final boolean terminal;
    private String bar = "";
    private int shown = -1;
    private volatile boolean over;

    Screen(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    @Override
    public void on(Event event) {
        if (event instanceof LogEntry entry && !over) {
            line(DataClock.dayOf(entry.at()) + "  " + entry.summary());
        }
    }

    synchronized void line(String text) {
        erase();
        out.println(text);
        draw();
    }

    synchronized void progress(int done, int total, LocalDate day) {
        int percent = done * PERCENT / total;
        boolean sameStep = shown >= 0 && percent / PLAIN_STEP == shown / PLAIN_STEP;
        if (percent == shown || (sameStep && !terminal)) {
            return;
        }
        shown = percent;
        int filled = percent * BAR / PERCENT;
        String text = String.format(
                Locale.ROOT, "[%s%s] %3d %%  %s", "#".repeat(filled), ".".repeat(BAR - filled), percent, day);
        if (terminal) {
            erase();
            bar = text;
            draw();
        } else {
            out.println(text);
        }
    }

    /** Shows no event from now on: what still happens is the example being tidied away. */
    synchronized void done() {
        erase();
        bar = "";
        over = true;
    }

    private void erase() {
        if (!bar.isEmpty()) {
            out.print("\r" + " ".repeat(bar.length()) + "\r");
        }
    }

    private void draw() {
        if (!bar.isEmpty()) {
            out.print(bar);
            out.flush();
        }
    }
}
