package io.modelops.monitoring.fleet;

import io.modelops.model.Profile;
import io.modelops.spi.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges what a fleet saw during a window. It is given the same window wherever it runs and should find the same: it keeps
 * nothing from call to call. What it throws is logged, and the window is judged without it.
 */
public interface FleetCheck {
    /**
     * The name that findings and alerts show as their monitor, unique among the checks of a fleet.
     *
     * @return a short name
     */
    String name();

    /**
     * Judges a window.
     *
     * @param window what the fleet saw
     * @param champion what the champion did, a part of that; null if no champion answered
     * @param trainedOn the profile of the champion's training data, or null if there is none
     * @return what it finds, good news included; empty if it has nothing to say
     */
    List<Finding> judge(FleetWindow window, @Nullable TrafficSummary champion, @Nullable Profile trainedOn);
}
