package io.modelops.registry.imports.internal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells files that some reader would run from files that are only data: by name, and by what they begin with. */
final class CodeLike {
    private static final Set<String> EXTENSIONS = Set.of(
            "py",
            "pyc",
            "pyd",
            "ipynb",
            "java",
            "class",
            "jar",
            "war",
            "kt",
            "groovy",
            "scala",
            "js",
            "sh",
            "bash",
            "bat",
            "cmd",
            "ps1",
            "exe",
            "dll",
            "so",
            "dylib",
            "jnilib",
            "pkl",
            "pickle",
            "cloudpkl",
            "joblib",
            "skops",
            "dill",
            "npy",
            "ckpt",
            "bin",
            "pth",
            "h5",
            "keras",
            "mar",
            "rds",
            "rdata",
            "lua",
            "rb",
            "pl");
    private static final Pattern GLOBAL = Pattern.compile("c[A-Za-z_][A-Za-z0-9_.]*\\n[A-Za-z_][A-Za-z0-9_.]*\\n");
    private static final Pattern TEXT_PICKLE = Pattern.compile("(?:[(\\]}]|[ld]p?[0-9]*\\n)*" + GLOBAL.pattern());
    private static final int[] TORCH_CHECKPOINT = {0x80, 2, 0x8A, 0x0A, 'l', 0xFC, 0x9C, 'F', 0xF9};
    private static final int HEAD = 4096;
    private static final int WINDOWS_HEADER = 0x3C;

    private CodeLike() {}

    /** What a name says, empty if it says nothing of code. */
    static Optional<String> byName(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        String extension = name.substring(name.lastIndexOf('.') + 1);
        return (name.contains(".") && EXTENSIONS.contains(extension)) || name.matches(".*[.]so[.][0-9.]+")
                ? Optional.of("a ." + extension + " file can hold code that runs when it is read")
                : Optional.empty();
    }

    /**
     * What the content says, empty if it says nothing of code.
     *
     * @param archive whether the format is an archive itself
     */
    static Optional<String> byContent(Path file, boolean archive) throws IOException {
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "r")) {
            byte[] head = new byte[(int) Math.min(HEAD, content.length())];
            content.readFully(head);
            if (head.length < 4) {
                return Optional.empty();
            }
            content.seek(content.length() - 1);
            return Optional.ofNullable(kind(head, content.readByte(), archive));
        }
    }

    private static @Nullable String kind(byte[] head, byte last, boolean archive) {
        boolean zip = starts(head, 'P', 'K', 3, 4) || starts(head, 'P', 'K', 5, 6);
        if (archive) {
            return zip ? null : "it is not the archive that its format is";
        }
        if (zip) {
            return "it is a zip or jar archive, whatever its name says";
        }
        if (starts(head, 0xCA, 0xFE, 0xBA, 0xBE) || starts(head, 0xAC, 0xED, 0, 5)) {
            return "it is a Java class or a stream of Java objects, whatever its name says";
        }
        if (starts(head, 0x7F, 'E', 'L', 'F')
                || starts(head, 0xCF, 0xFA, 0xED, 0xFE)
                || starts(head, 0xFE, 0xED, 0xFA, 0xCF)
                || isWindowsProgram(head)) {
            return "it is a native program or library, whatever its name says";
        }
        if (starts(head, '#', '!', '/') || starts(head, '#', '!', ' ', '/')) {
            return "it is a script, whatever its name says";
        }
        if (starts(head, 0x1F, 0x8B)
                || starts(head, 'B', 'Z', 'h')
                || starts(head, 0xFD, '7', 'z', 'X', 'Z', 0)
                || starts(head, 0x28, 0xB5, 0x2F, 0xFD)) {
            return "it is a compressed file, which can hold a pickle or grow without end, whatever its name says";
        }
        if (starts(head, 0x89, 'H', 'D', 'F')) {
            return "it is an HDF5 file, in which Keras keeps code, whatever its name says";
        }
        if (starts(head, 0x93, 'N', 'U', 'M', 'P', 'Y') && text(head).contains("O'")) {
            return "it is a NumPy file of Python objects, whatever its name says";
        }
        return isPickle(head, last) ? "it is a Python pickle, whatever its name says" : null;
    }

    private static boolean isWindowsProgram(byte[] head) {
        if (!starts(head, 'M', 'Z') || head.length < WINDOWS_HEADER + 4) {
            return false;
        }
        int offset = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt(WINDOWS_HEADER);
        return offset >= 0 && offset <= head.length - 4 && head[offset] == 'P' && head[offset + 1] == 'E';
    }

    /**
     * Newer protocols begin with their number, and from the fourth on with a frame; older ones are text. Where the
     * beginning is not beyond doubt, since weights may begin with any bytes, it also has to end like a pickle.
     */
    private static boolean isPickle(byte[] head, byte last) {
        if ((head[0] & 0xFF) == 0x80) {
            int opcode = head[2] & 0xFF;
            if (head[1] >= 4) {
                return head[1] <= 5 && opcode == 0x95 && (last == '.' || hasFrame(head));
            }
            return head[1] >= 1
                    && opcode >= ' '
                    && (last == '.'
                            || starts(head, TORCH_CHECKPOINT)
                            || GLOBAL.matcher(text(head)).find());
        }
        return last == '.' && TEXT_PICKLE.matcher(text(head)).lookingAt();
    }

    /** A frame's length has eight bytes; of a real one the highest are zero. */
    private static boolean hasFrame(byte[] head) {
        return head.length > 10 && head[7] == 0 && head[8] == 0 && head[9] == 0 && head[10] == 0;
    }

    private static String text(byte[] head) {
        return new String(head, 0, Math.min(head.length, 256), StandardCharsets.ISO_8859_1);
    }

    private static boolean starts(byte[] head, int... magic) {
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
