package io.modelops.monitoring.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.modelops.fuzz.Allocation;
import io.modelops.statistics.sketch.SketchKind;
import io.modelops.statistics.sketch.SketchWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class NodeReportFuzzTest {
    private static final NodeReport SAMPLE = new NodeReport(
            "pod-1",
            Summaries.START,
            Summaries.START.plus(Duration.ofMinutes(10)),
            true,
            false,
            3,
            List.of(Summaries.random(new SplittableRandom(7))));

    @FuzzTest
    void ofBytes_anyBytes_isNothingOrAReport(byte[] input) throws Exception {
        requireReadable(input);
    }

    @FuzzTest
    void ofBytes_anyContentUnderARightHeader_isNothingOrAReport(byte[] input) throws Exception {
        requireReadable(framed(input));
    }

    @Test
    void ofBytes_changedBytesUnderARightHeader_isNothingOrAReport() throws Exception {
        byte[] whole = SAMPLE.toBytes();
        byte[] content = Arrays.copyOfRange(whole, 14, whole.length);
        SplittableRandom random = new SplittableRandom(8);
        for (int round = 0; round < 3_000; round++) {
            byte[] changed = Arrays.copyOf(content, round % 3 == 0 ? random.nextInt(content.length) : content.length);
            for (int change = 0; change < 1 + round % 4 && changed.length > 0; change++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            requireReadable(framed(changed));
        }
    }

    @Test
    void toBytes_thenOfBytes_isTheSame() {
        Optional<NodeReport> read = NodeReport.ofBytes(SAMPLE.toBytes());

        assertThat(read).contains(SAMPLE);
    }

    @Test
    void ofBytes_goldenFile_isReadAsItWasWritten() throws IOException {
        byte[] golden = golden();

        assertThat(NodeReport.ofBytes(golden)).contains(SAMPLE);
        assertThat(HexFormat.of().formatHex(SAMPLE.toBytes()))
                .isEqualTo(HexFormat.of().formatHex(golden));
    }

    @Test
    void ofBytes_laterForm_isNothing() {
        byte[] later =
                new SketchWriter(SketchKind.TRAFFIC).count(2).text("pod-1").toBytes();

        assertThat(NodeReport.ofBytes(later)).isEmpty();
    }

    private static void requireReadable(byte[] bytes) throws Exception {
        Optional<NodeReport> read = Allocation.bounded(bytes.length, 5_000, () -> NodeReport.ofBytes(bytes));
        if (read.isPresent()) {
            NodeReport report = read.get();
            assertThat(NodeReport.ofBytes(report.toBytes())).isPresent();
            FleetWindow.of(report.from(), report.to(), List.of(report, report), Set.of(), 0);
        }
    }

    /** Puts the right magic, length and checksum before any content. */
    private static byte[] framed(byte[] content) {
        byte[] frame = new SketchWriter(SketchKind.TRAFFIC).toBytes();
        byte[] framed = Arrays.copyOf(frame, frame.length + content.length);
        System.arraycopy(content, 0, framed, frame.length, content.length);
        ByteBuffer header = ByteBuffer.wrap(framed).putInt(6, content.length);
        CRC32C crc = new CRC32C();
        crc.update(framed, 0, 10);
        crc.update(framed, 14, content.length);
        header.putInt(10, (int) crc.getValue());
        return framed;
    }

    private static byte[] golden() throws IOException {
        try (InputStream file = NodeReportFuzzTest.class.getResourceAsStream("node-report-1.hex")) {
            return HexFormat.of().parseHex(new String(file.readAllBytes(), StandardCharsets.US_ASCII).strip());
        }
    }
}
