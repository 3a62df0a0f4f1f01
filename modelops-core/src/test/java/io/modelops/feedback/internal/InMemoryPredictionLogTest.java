package io.modelops.feedback.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.InvalidInputException;
import io.modelops.spi.PredictionLog;
import io.modelops.spi.PredictionLogContract;
import org.junit.jupiter.api.Test;

class InMemoryPredictionLogTest extends PredictionLogContract {
    private final PredictionLog log = new InMemoryPredictionLog();

    @Override
    protected PredictionLog open() {
        return log;
    }

    @Test
    void append_fullLog_forgetsTheOldest() {
        InMemoryPredictionLog small = new InMemoryPredictionLog(3);

        small.append(predicted(1));
        small.append(labelled(1));
        small.append(predicted(2));
        small.append(predicted(3));

        assertThat(records(small)).containsExactly(labelled(1), predicted(2), predicted(3));
        assertThat(small.find(predicted(1).id())).isEmpty();
        assertThat(small.find(predicted(2).id())).isPresent();
        assertThat(small.forgotten()).isEqualTo(1);
    }

    @Test
    void constructor_noCapacity_throws() {
        assertThatThrownBy(() -> new InMemoryPredictionLog(0)).isInstanceOf(InvalidInputException.class);
    }
}
