package io.modelops.deployment.internal.jfr;

import io.modelops.model.ModelRef;
import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** What all events say: which version they are about, and how it went. */
@Category({"ModelOps", "Deployment"})
@StackTrace(false)
abstract class VersionEvent extends Event implements Span {
    @Label("Model")
    @Nullable
    String model;

    @Label("Version")
    int version;

    @Label("Failure")
    @Nullable
    String failure;

    final void about(ModelRef.Numbered described) {
        model = described.model().value();
        version = described.number();
    }

    @Override
    public void ended(@Nullable Throwable thrown) {
        end();
        if (shouldCommit()) {
            failure = thrown == null ? null : thrown.toString();
            commit();
        }
    }
}
