package io.modelops.registry.signing.internal;

import io.modelops.model.InvalidInputException;
import io.modelops.model.Quoted;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;

/** Keys as text. What a file holds is never part of a message: it may be a private key. */
public final class Pem {
    private static final int LARGEST = 10_000;
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";

    private Pem() {}

    /** The text of a public key as all tools write it: lines of 64 characters, each with one line feed. */
    public static String ofPublicKey(byte[] encoded) {
        return "-----BEGIN " + PUBLIC + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)
                + "\n-----END " + PUBLIC + "-----\n";
    }

    /** The bytes of a public key. */
    public static byte[] publicKey(String pem, String source) {
        return content(pem, PUBLIC, source, "\"openssl pkey -in private.pem -pubout\" writes one");
    }

    /** The bytes of a private key that is not encrypted. */
    public static byte[] privateKey(String pem, String source) {
        return content(
                pem,
                PRIVATE,
                source,
                "\"openssl pkcs8 -topk8 -nocrypt -in key.pem\" turns an older or encrypted form into it");
    }

    /** Reads a file that should hold a key. */
    public static String read(Path file) {
        try (InputStream content = Files.newInputStream(file)) {
            byte[] text = content.readNBytes(LARGEST + 1);
            return new String(text, StandardCharsets.US_ASCII);
        } catch (IOException unreadable) {
            throw new InvalidInputException(
                    "Key file " + file + " could not be read (" + unreadable + "): expected a PEM file.", unreadable);
        }
    }

    private static byte[] content(String pem, String kind, String source, String advice) {
        String begin = "-----BEGIN " + kind + "-----";
        String end = "-----END " + kind + "-----";
        int from = pem.indexOf(begin);
        int to = pem.indexOf(end);
        if (pem.length() > LARGEST || from < 0 || to < from) {
            throw new InvalidInputException(Quoted.of(source) + " is no " + kind.toLowerCase(Locale.ROOT)
                    + ": expected PEM text of at most " + LARGEST + " characters with the line \"" + begin + "\"; "
                    + advice + ".");
        }
        try {
            return Base64.getDecoder()
                    .decode(pem.substring(from + begin.length(), to).replaceAll("\\s", ""));
        } catch (IllegalArgumentException notBase64) {
            throw new InvalidInputException(
                    Quoted.of(source) + " is damaged: between its first and last line it is not Base64; " + advice
                            + ".",
                    notBase64);
        }
    }
}
