package io.modelops.spi;

import io.modelops.model.Profile;
import io.modelops.model.Signature;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a trainer gives back.
 *
 * @param files a file, or a directory with the files
 * @param format what kind of files they are
 * @param signature what the model takes and gives, or null
 * @param metrics measured quality by name
 * @param parameters options of training and of the runtime by name
 * @param trainedOn the summary of the data it learnt from, or null
 */
public record TrainedModel(
        Path files,
        String format,
        @Nullable Signature signature,
        Map<String, Double> metrics,
        Map<String, String> parameters,
        @Nullable Profile trainedOn) {}
