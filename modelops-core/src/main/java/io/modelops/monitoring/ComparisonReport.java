package io.modelops.monitoring;

import io.modelops.model.Profile;
import io.modelops.model.Verdict;
import io.modelops.spi.Report;
import java.util.List;

/**
 * Two data sets side by side, feature by feature: traffic against training data, this month against the last, one
 * version's traffic against another's. It rests on their summaries alone, so its size is bounded by their bins and not by
 * the rows.
 *
 * <p>A feature has drifted when its effect size, the population stability index unless told, reaches the threshold
 * <em>and</em> {@link io.modelops.statistics.BinnedHomogeneity} rejects at alpha after the correction of Benjamini and
 * Hochberg for the number of features: the same effect and the same test by which {@link FeatureDrift} judges traffic.
 *
 * <pre>{@code
 * ComparisonReport.between(trainingProfile, lastWeek)
 *     .titled("Churn, last week").sides("training data", "last week")
 *     .build()
 *     .writeHtml(Path.of("drift.html"));
 * }</pre>
 *
 * @param title what is compared, in one line
 * @param reference what the reference is, in a word or two
 * @param current what it is compared with, in a word or two
 * @param referenceRows how many rows the reference has
 * @param currentRows how many rows the other side has
 * @param measure how the effect is measured
 * @param threshold the effect size from which on a difference matters
 * @param alpha the accepted share of false alarms among the features that are called drifted
 * @param minSamples how many values each side must have before anything is said
 * @param features the features, those first that matter most: the drifted ones by effect times importance
 */
public record ComparisonReport(
        String title,
        String reference,
        String current,
        long referenceRows,
        long currentRows,
        EffectSize measure,
        double threshold,
        double alpha,
        long minSamples,
        List<ComparedFeature> features)
        implements Report {
    /**
     * Copies and keeps the parts.
     *
     * @param title what is compared, in one line
     * @param reference what the reference is, in a word or two
     * @param current what it is compared with, in a word or two
     * @param referenceRows how many rows the reference has
     * @param currentRows how many rows the other side has
     * @param measure how the effect is measured
     * @param threshold the effect size from which on a difference matters
     * @param alpha the accepted share of false alarms among the features that are called drifted
     * @param minSamples how many values each side must have before anything is said
     * @param features the features, those first that matter most
     */
    public ComparisonReport {
        features = List.copyOf(features);
    }

    /**
     * Starts a comparison of two summaries.
     *
     * @param reference the reference, such as a training profile
     * @param current what it is compared with; best summarised in the bins of the reference
     * @return a builder, not safe for use by several threads
     */
    public static ComparisonBuilder between(Profile reference, Profile current) {
        return new ComparisonBuilder(reference, current);
    }

    /**
     * What the comparison comes to.
     *
     * @return a failure if a feature has drifted or is gone; inconclusive if none could be compared; else a pass
     */
    public Verdict verdict() {
        if (count(ComparedFeature.Status.DRIFTED) + count(ComparedFeature.Status.REMOVED) > 0) {
            return Verdict.FAIL;
        }
        return count(ComparedFeature.Status.STABLE) == 0 ? Verdict.INCONCLUSIVE : Verdict.PASS;
    }

    /**
     * How many features are in a state.
     *
     * @param status the state
     * @return the number of features
     */
    public long count(ComparedFeature.Status status) {
        return features.stream().filter(feature -> feature.status() == status).count();
    }
}
