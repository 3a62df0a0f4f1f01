package io.modelops.monitoring;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Makes wrong states that look right. */
final class StateBytes {
    private static final int HEADER = 14;
    private static final int CHECKSUM = 10;

    private StateBytes() {}

    /** The same content under its right checksum. */
    static byte[] withChecksum(byte[] frame) {
        byte[] fixed = frame.clone();
        CRC32C crc = new CRC32C();
        crc.update(fixed, 0, CHECKSUM);
        crc.update(fixed, HEADER, fixed.length - HEADER);
        ByteBuffer.wrap(fixed).putInt(CHECKSUM, (int) crc.getValue());
        return fixed;
    }
}
