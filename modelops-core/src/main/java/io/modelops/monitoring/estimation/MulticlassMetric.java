package io.modelops.monitoring.estimation;

import java.util.Arrays;

/** A metric of a classifier of several classes that can be estimated without labels. */
public enum MulticlassMetric {
    /** The share of predictions that are the right class. */
    ACCURACY("accuracy"),
    /** The mean of the classes' precision; classes that were never predicted are left out. */
    MACRO_PRECISION("macroPrecision"),
    /** The mean of the classes' recall. */
    MACRO_RECALL("macroRecall"),
    /** The mean of the classes' F1. */
    MACRO_F1("macroF1"),
    /** The mean of the classes' specificity. */
    MACRO_SPECIFICITY("macroSpecificity"),
    /** The mean of the classes' area under the ROC curve, each against all others. */
    MACRO_ROC_AUC("macroRocAuc");

    private final String label;

    MulticlassMetric(String label) {
        this.label = label;
    }

    /**
     * The name for reports, that of {@link io.modelops.statistics.ClassMetrics} where it has the metric.
     *
     * @return the name
     */
    public String label() {
        return label;
    }

    static MulticlassMetric ofLabel(String label) {
        return Arrays.stream(values())
                .filter(metric -> metric.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("metric " + label + " is not known"));
    }

    /** The metric of each class against all others whose mean it is. */
    BinaryMetric ofClass() {
        return switch (this) {
            case ACCURACY -> BinaryMetric.accuracy();
            case MACRO_PRECISION -> BinaryMetric.precision();
            case MACRO_RECALL -> BinaryMetric.recall();
            case MACRO_F1 -> BinaryMetric.f1();
            case MACRO_SPECIFICITY -> BinaryMetric.specificity();
            case MACRO_ROC_AUC -> BinaryMetric.rocAuc();
        };
    }
}
