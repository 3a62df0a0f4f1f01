package io.modelops.monitoring.sink;

import io.modelops.model.Alert;
import io.modelops.model.internal.Json;
import io.modelops.spi.AlertChange;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is sent, in its JSON form: {@code type} is such as {@code alert.raised} or {@code alert.resolved}. */
record WebhookMessage(
        int format, String type, Alert alert, @Nullable AlertChange change) {
    static final int FORMAT = 1;

    static byte[] raised(Alert alert) {
        return Json.MAPPER.writeValueAsBytes(new WebhookMessage(FORMAT, type(AlertChange.Kind.RAISED), alert, null));
    }

    static byte[] changed(Alert alert, AlertChange change) {
        return Json.MAPPER.writeValueAsBytes(new WebhookMessage(FORMAT, type(change.kind()), alert, change));
    }

    static String type(AlertChange.Kind kind) {
        return "alert." + kind.name().toLowerCase(Locale.ROOT);
    }
}
