package io.modelops.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes what is neither a file nor a directory. */
public final class SpecialFiles {
    private SpecialFiles() {}

    /** A socket that nobody listens on any more. Its path must be short. */
    public static Path socket(Path path) {
        try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.bind(UnixDomainSocketAddress.of(path));
            return path;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A pipe; who opens it for reading waits for ever. Where the system has none, a socket. */
    public static Path pipe(Path path) {
        try {
            Process process = new ProcessBuilder("mkfifo", path.toString()).start();
            return process.waitFor() == 0 ? path : socket(path);
        } catch (IOException noSuchCommand) {
            return socket(path);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** Another name of a file. */
    public static Path hardLink(Path path, Path file) {
        try {
            return Files.createLink(path, file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
