package io.modelops.monitoring;

import io.modelops.model.FeatureProfile;
import io.modelops.model.Profile;
import io.modelops.statistics.Moments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a window counted, as a profile in the bins that it was counted in. */
final class CountedProfile {
    private CountedProfile() {}

    static Profile of(List<? extends DriftColumn<?>> columns, TableCounts counts) {
        List<FeatureProfile> features = new ArrayList<>();
        long rows = 0;
        for (int index = 0; index < columns.size(); index++) {
            ColumnCounts column = counts.column(index);
            rows = Math.max(rows, column.samples());
            features.add(of(columns.get(index).profile(), column));
        }
        return new Profile(rows, features);
    }

    private static FeatureProfile of(FeatureProfile bins, ColumnCounts column) {
        List<Long> counts = Arrays.stream(column.counts()).boxed().toList();
        if (bins instanceof FeatureProfile.Categorical categories) {
            return new FeatureProfile.Categorical(categories.name(), categories.categories(), counts);
        }
        FeatureProfile.Numeric numbers = (FeatureProfile.Numeric) bins;
        Moments moments = column.moments();
        return new FeatureProfile.Numeric(
                numbers.name(),
                numbers.edges(),
                counts,
                moments.mean(),
                moments.standardDeviation(),
                moments.min(),
                moments.max());
    }
}
