package io.modelops.registry.imports.internal;

import java.io.IOException;
import java.io.StringReader;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What DJL Serving reads beside a model. Only settings that are known to be harmless values are carried over; what names a
 * class, a script, a library or a place to load from is not.
 */
final class ServingProperties {
    /** The file's name in a model's directory. */
    static final String NAME = "serving.properties";

    private static final String WHOLE = "-?[0-9]{1,18}";
    private static final String WORD = "[A-Za-z0-9 ._:;,/+-]{1,200}";
    private static final String TRUTH = "true|false";
    private static final Map<String, Pattern> ALLOWED = Map.ofEntries(
            allowed("engine", "[A-Za-z]{1,40}"),
            allowed("option.modelName", "[A-Za-z0-9._+-]{1,128}"),
            allowed("job_queue_size", WHOLE),
            allowed("batch_size", WHOLE),
            allowed("max_dynamic_batch_size", WHOLE),
            allowed("max_batch_delay", WHOLE),
            allowed("max_idle_time", WHOLE),
            allowed("minWorkers", WHOLE),
            allowed("maxWorkers", WHOLE),
            allowed("required_memory_mb", WHOLE),
            allowed("reserved_memory_mb", WHOLE),
            allowed("gpu.required_memory_mb", WHOLE),
            allowed("gpu.reserved_memory_mb", WHOLE),
            allowed("retry_threshold", WHOLE),
            allowed("load_on_devices", WORD),
            allowed("application", WORD),
            allowed("batchifier", "[A-Za-z]{1,40}"),
            allowed("width", WHOLE),
            allowed("height", WHOLE),
            allowed("applySoftmax", TRUTH),
            allowed("log_request_metric", TRUTH));
    private static final Pattern TRANSLATOR = Pattern.compile("(?i)(option[.])?(translator|translatorFactory)");
    private static final Pattern CODE = Pattern.compile(
            "(?i)(option[.])?(blockFactory|entryPoint|model_id|modelUrl|handler|profilerOutput|.*library.*|.*script.*|"
                    + ".*trust_?remote_?code.*|.*plugin.*)");

    private final Map<String, String> carried = new TreeMap<>();
    private final Map<String, String> left = new TreeMap<>();

    private ServingProperties() {}

    /**
     * Reads the file.
     *
     * @throws RefusedException if it is not in the form of properties, or names code
     */
    static ServingProperties parse(String label, String text) throws RefusedException {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException | IllegalArgumentException broken) {
            throw new RefusedException(label, "it is not in the form of Java properties: a \\u escape is broken");
        }
        ServingProperties settings = new ServingProperties();
        for (String key : properties.stringPropertyNames()) {
            settings.sort(label, key, properties.getProperty(key));
        }
        return settings;
    }

    static ServingProperties none() {
        return new ServingProperties();
    }

    /** The settings that are carried over. */
    Map<String, String> carried() {
        return carried;
    }

    /** The settings that are left behind, with the reason. */
    Map<String, String> left() {
        return left;
    }

    @Nullable
    String find(String key) {
        return carried.get(key);
    }

    /**
     * A translator is the application's business here, so that a directory is none the worse without it. What else names
     * code, a file to write or a place to load from was part of how the model answered, and is not taken.
     */
    private void sort(String label, String key, String value) throws RefusedException {
        if (CODE.matcher(key).matches()
                || (key.equals("engine") && value.strip().equalsIgnoreCase("python"))) {
            throw new RefusedException(
                    label + " " + key,
                    "it names code to run, a library or file to open, or a place to load from: take the line out, if "
                            + "the model is right without it");
        }
        Pattern form = ALLOWED.get(key);
        if (form == null) {
            left.put(
                    key,
                    TRANSLATOR.matcher(key).matches()
                            ? "it names code: give the runtime a translator of your own"
                            : "it is not among the settings that are carried over");
        } else if (form.matcher(value.strip()).matches()) {
            carried.put(key, value.strip());
        } else {
            left.put(key, "its value does not have the form that it should");
        }
    }

    private static Map.Entry<String, Pattern> allowed(String key, String form) {
        return Map.entry(key, Pattern.compile(form));
    }
}
