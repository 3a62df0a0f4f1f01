package io.modelops.registry.imports.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What the entries of one tensor say of its data; a key given twice counts twice, since engines differ in which they take. */
final class OnnxExternalData {
    private static final int LONGEST = 4_096;
    private static final int MOST_LOCATIONS = 100;

    private final List<String> locations = new ArrayList<>(1);
    private long offset = -1;
    private long length = -1;

    /** Reads one entry. */
    void entry(WireReader wire) throws IOException {
        long end = wire.enter();
        String key = "";
        String value = "";
        while (wire.next(end)) {
            if (wire.is(1, WireReader.BYTES)) {
                key = wire.text(LONGEST);
            } else if (wire.is(2, WireReader.BYTES)) {
                value = wire.text(LONGEST);
            }
        }
        switch (key) {
            case "location" -> locations.add(value);
            case "offset" -> offset = number(wire, offset, value);
            case "length" -> length = number(wire, length, value);
            default -> {
                // A checksum, or what a later version of the format adds.
            }
        }
        if (locations.size() > MOST_LOCATIONS) {
            throw wire.refused("has a tensor in more than " + MOST_LOCATIONS + " files");
        }
    }

    /** What the entries add up to, empty if the tensor is inside. */
    List<OnnxModel.External> tensors(WireReader wire) throws RefusedException {
        if (length >= 0 && Math.max(offset, 0) > Long.MAX_VALUE - length) {
            throw wire.refused("has a tensor that ends beyond any file");
        }
        return locations.stream()
                .map(location -> new OnnxModel.External(location, Math.max(offset, 0), length))
                .toList();
    }

    private static long number(WireReader wire, long earlier, String value) throws RefusedException {
        if (earlier >= 0 || !value.matches("[0-9]{1,18}")) {
            throw wire.refused("has a tensor whose place in its file is given twice or is no number");
        }
        return Long.parseLong(value);
    }
}
