package io.modelops.djl.internal;

import io.modelops.model.ModelLoadException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps ONNX Runtime from reporting. Since 1.29.0 its builds for Linux and macOS send usage to their maker unless an
 * environment variable says no before they start, which a running JVM can't set for itself. Gathering that data also
 * overflows the stack in a process with a class path of a few thousand characters on its command line.
 */
final class OnnxRuntimeTelemetry {
    private static final String VARIABLE = "ORT_DISABLE_TELEMETRY";
    private static final Pattern VERSION = Pattern.compile("([0-9]{1,4})\\.([0-9]{1,4})\\..*");

    private OnnxRuntimeTelemetry() {}

    /**
     * Checks the ONNX Runtime on the class path, before it starts.
     *
     * @throws ModelLoadException if it would report and the environment does not say whether it may
     */
    static void check() {
        check(version(), System.getProperty("os.name", ""), System.getenv(VARIABLE));
    }

    static void check(@Nullable String version, String system, @Nullable String decision) {
        Matcher numbers = VERSION.matcher(version == null ? "" : version);
        if (decision != null || system.toLowerCase(Locale.ROOT).startsWith("win") || !numbers.matches()) {
            return;
        }
        int major = Integer.parseInt(numbers.group(1));
        int minor = Integer.parseInt(numbers.group(2));
        if (major > 1 || (major == 1 && minor >= 29)) {
            throw new ModelLoadException("ONNX Runtime " + version
                    + " sends usage data to its maker as soon as it starts, "
                    + "and ends the process if the command line is long: expected a version before 1.29.0, or the "
                    + "environment variable " + VARIABLE + ". Use com.microsoft.onnxruntime:onnxruntime:1.28.0, or set "
                    + VARIABLE + "=1.");
        }
    }

    private static @Nullable String version() {
        try {
            ClassLoader loader = OnnxRuntimeTelemetry.class.getClassLoader();
            return Class.forName("ai.onnxruntime.OrtException", false, loader)
                    .getPackage()
                    .getImplementationVersion();
        } catch (ClassNotFoundException absent) {
            // Then the engine can't start either, and says so.
            return null;
        }
    }
}
