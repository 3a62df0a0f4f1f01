package io.modelops.registry.signing;

import io.modelops.model.InvalidInputException;
import io.modelops.model.StoreException;
import io.modelops.spi.AnchorSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps anchors in a file, one a line. The file should lie where writers of the registry can't reach it, such as on a
 * mount that only lets append; beside the registry it proves nothing. One process writes a file; safe for use by several
 * threads.
 */
public final class AnchorFile implements AnchorSink {
    private static final long LARGEST = 64 << 20;
    private static final int LONGEST_LINE = 2_000;

    private final Path file;
    private final ReentrantLock writing = new ReentrantLock();

    private AnchorFile(Path file) {
        this.file = file;
    }

    /**
     * Keeps anchors in a file.
     *
     * @param file the file, created with the first anchor if it does not exist
     * @return the sink
     */
    public static AnchorFile at(Path file) {
        return new AnchorFile(file);
    }

    @Override
    public void keep(String anchor) {
        writing.lock();
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = endOfLines(channel);
            ByteBuffer line = ByteBuffer.wrap((anchor + "\n").getBytes(StandardCharsets.US_ASCII));
            while (line.hasRemaining()) {
                end += channel.write(line, end);
            }
            channel.force(true);
        } catch (IOException failure) {
            throw new StoreException(
                    "Anchor file " + file + " could not be written (" + failure + "): check the directory and disk.",
                    failure);
        } finally {
            writing.unlock();
        }
    }

    static List<String> lines(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw new InvalidInputException("Anchor file " + file + " has more than " + LARGEST
                        + " bytes: start a new one, and verify with its anchors and the last of this one.");
            }
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            // What follows the last line feed was cut while it was written, so nobody was told that it is kept.
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException unreadable) {
            throw new InvalidInputException(
                    "Anchor file " + file + " could not be read (" + unreadable
                            + "): expected one that an anchor sink wrote.",
                    unreadable);
        }
    }

    /** Where the next line goes: over what a crash left of one that was being written. */
    private static long endOfLines(FileChannel channel) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        long size = channel.size();
        long end = size;
        while (end > 0 && size - end <= LONGEST_LINE) {
            channel.read(one.clear(), end - 1);
            if (one.get(0) == '\n') {
                break;
            }
            end--;
        }
        if (size - end > LONGEST_LINE) {
            throw new IOException("it ends with something longer than a line, so it is no anchor file");
        }
        channel.truncate(end);
        return end;
    }
}
