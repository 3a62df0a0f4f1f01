package io.modelops.djl.internal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What a file is by its first bytes, whatever its name says: only the kinds that can carry a program are told apart. */
enum ContentKind {
    PICKLE("a Python pickle, which runs code when it is read"),
    ARCHIVE("a zip or jar archive"),
    COMPRESSED("a compressed file, which can hold a pickle or grow without end"),
    HDF5("an HDF5 file, in which Keras keeps code"),
    NUMPY_OBJECTS("a NumPy file of Python objects, which runs code when it is read"),
    JAVA_CLASS("a Java class or Java object stream"),
    NATIVE_LIBRARY("a native program or library"),
    SCRIPT("a script"),
    OTHER("data");

    private static final int LONGEST_GLOBAL = 200;
    private static final int[] TORCH_CHECKPOINT = {0x80, 2, 0x8A, 0x0A, 'l', 0xFC, 0x9C, 'F', 0xF9};
    private static final Pattern GLOBAL = Pattern.compile("c[A-Za-z_][A-Za-z0-9_.]*\\n[A-Za-z_][A-Za-z0-9_.]*\\n");
    private static final Pattern TEXT_PICKLE = Pattern.compile("(?:[(\\]}]|[ld]p?[0-9]*\\n)*" + GLOBAL.pattern());

    private final String description;

    ContentKind(String description) {
        this.description = description;
    }

    /** Returns what to call the kind in a message. */
    String description() {
        return description;
    }

    /** Looks at the first and the last bytes of a file. */
    static ContentKind of(Path file) throws IOException {
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "r")) {
            byte[] head = new byte[(int) Math.min(LONGEST_GLOBAL, content.length())];
            content.readFully(head);
            if (head.length < 2) {
                return OTHER;
            }
            content.seek(content.length() - 1);
            return of(head, content.readByte());
        }
    }

    private static ContentKind of(byte[] head, byte last) {
        if (startsWith(head, 'P', 'K', 3, 4) || startsWith(head, 'P', 'K', 5, 6)) {
            return ARCHIVE;
        }
        if (startsWith(head, 0xCA, 0xFE, 0xBA, 0xBE) || startsWith(head, 0xAC, 0xED, 0, 5)) {
            return JAVA_CLASS;
        }
        if (startsWith(head, 0x7F, 'E', 'L', 'F')
                || startsWith(head, 'M', 'Z')
                || startsWith(head, 0xCF, 0xFA, 0xED, 0xFE)
                || startsWith(head, 0xFE, 0xED, 0xFA, 0xCF)) {
            return NATIVE_LIBRARY;
        }
        if (startsWith(head, '#', '!')) {
            return SCRIPT;
        }
        if (startsWith(head, 0x1F, 0x8B)
                || startsWith(head, 'B', 'Z', 'h')
                || startsWith(head, 0xFD, '7', 'z', 'X', 'Z', 0)
                || startsWith(head, 0x28, 0xB5, 0x2F, 0xFD)) {
            return COMPRESSED;
        }
        if (startsWith(head, 0x89, 'H', 'D', 'F')) {
            return HDF5;
        }
        if (startsWith(head, 0x93, 'N', 'U', 'M', 'P', 'Y')) {
            return text(head).contains("O'") ? NUMPY_OBJECTS : OTHER;
        }
        return isPickle(head, last) ? PICKLE : OTHER;
    }

    /**
     * Protocols 2 to 5 start with their number, protocols 4 and 5 then with a frame; the older ones are text. Where the
     * beginning is not beyond doubt, since weights may begin with any bytes, it also has to end like a pickle.
     */
    private static boolean isPickle(byte[] head, byte last) {
        if ((head[0] & 0xFF) == 0x80 && head.length > 2) {
            int protocol = head[1];
            int opcode = head[2] & 0xFF;
            if (protocol == 4 || protocol == 5) {
                return opcode == 0x95 && (last == '.' || hasFrame(head));
            }
            return protocol >= 1
                    && protocol <= 3
                    && opcode >= ' '
                    && (last == '.'
                            || startsWith(head, TORCH_CHECKPOINT)
                            || GLOBAL.matcher(text(head)).find());
        }
        return last == '.' && TEXT_PICKLE.matcher(text(head)).lookingAt();
    }

    /** A frame's length has eight bytes; of a real one the highest are zero. */
    private static boolean hasFrame(byte[] head) {
        return head.length > 10 && head[7] == 0 && head[8] == 0 && head[9] == 0 && head[10] == 0;
    }

    private static String text(byte[] head) {
        return new String(head, StandardCharsets.ISO_8859_1);
    }

    private static boolean startsWith(byte[] head, int... magic) {
        if (head.length < magic.length) {
            return false;
        }
        for (int index = 0; index < magic.length; index++) {
            if ((head[index] & 0xFF) != magic[index]) {
                return false;
            }
        }
        return true;
    }
}
