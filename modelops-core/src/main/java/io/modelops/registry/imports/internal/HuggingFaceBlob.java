package io.modelops.registry.imports.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A file in the cache is named by what it holds: large ones by SHA-256, the others as git does it. */
final class HuggingFaceBlob {
    private static final int BUFFER = 1 << 16;

    private HuggingFaceBlob() {}

    /**
     * Checks the content of a copy against the name of the blob it was copied from.
     *
     * @return whether there was a digest to check
     * @throws RefusedException if they do not fit
     */
    static boolean check(SourceFile file, Path copy) throws IOException {
        String name = String.valueOf(file.real().getFileName());
        boolean large = name.matches("[0-9a-f]{64}");
        if (!large && !name.matches("[0-9a-f]{40}")) {
            return false;
        }
        MessageDigest digest = algorithm(large ? "SHA-256" : "SHA-1");
        if (!large) {
            digest.update(("blob " + Files.size(copy) + "\0").getBytes(StandardCharsets.US_ASCII));
        }
        try (InputStream in = Files.newInputStream(copy, LinkOption.NOFOLLOW_LINKS)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        if (!HexFormat.of().formatHex(digest.digest()).equals(name)) {
            throw new RefusedException(
                    file.path(), "its content is not what the name of its blob says: download it again");
        }
        return true;
    }

    private static MessageDigest algorithm(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has " + name, impossible);
        }
    }
}
