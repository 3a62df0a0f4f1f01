package io.modelops.monitoring;

import io.modelops.spi.AlertSink;
import io.modelops.spi.AlertSinkContract;

class Slf4jAlertSinkContractTest extends AlertSinkContract {
    @Override
    protected AlertSink createSink() {
        return new Slf4jAlertSink();
    }
}
