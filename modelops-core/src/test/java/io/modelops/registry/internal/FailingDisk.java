package io.modelops.registry.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A disk whose n-th call since the start of the count fails. It also tells which calls were made since. */
final class FailingDisk extends ForwardingDisk {
    /** How a call fails. */
    enum Failure {
        /** The call does nothing and fails. */
        NOT_DONE,
        /** The call is done and its answer is lost. */
        DONE,
        /** The call and all that follow do nothing and fail. */
        DEAD
    }

    private final int failing;
    private final Failure failure;
    private final List<String> calls = new ArrayList<>();
    private boolean counting;

    /** A disk that only counts. */
    FailingDisk() {
        this(0, Failure.NOT_DONE);
    }

    /** @param failing the number of the call that fails, from 1; 0 for none */
    FailingDisk(int failing, Failure failure) {
        this.failing = failing;
        this.failure = failure;
    }

    /** All calls since the start of the count, as the verb and the name of the directory in which it happened. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    /** The call that failed, or nothing if there were not so many. */
    String failed() {
        return failing > 0 && calls.size() >= failing ? calls.get(failing - 1) : "";
    }

    /** Starts to count and to fail, or does so again. */
    void start() {
        calls.clear();
        counting = true;
    }

    @Override
    public Output create(Path file) throws IOException {
        Output output = value("create", file, () -> super.create(file));
        return new Output() {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                run("write", file, () -> output.write(bytes, offset, length));
            }

            @Override
            public void sync() throws IOException {
                run("sync", file, output::sync);
            }

            @Override
            public void close() throws IOException {
                output.close();
            }
        };
    }

    @Override
    public void link(Path file, Path name) throws IOException {
        run("link", name, () -> super.link(file, name));
    }

    @Override
    public int links(Path file) throws IOException {
        return value("links", file, () -> super.links(file));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        run("rename", to, () -> super.rename(from, to));
    }

    @Override
    public void unlink(Path file) throws IOException {
        run("unlink", file, () -> super.unlink(file));
    }

    @Override
    public void sync(Path file) throws IOException {
        run("sync", file, () -> super.sync(file));
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        run("syncDirectory", directory.resolve("all"), () -> super.syncDirectory(directory));
    }

    @Override
    public long size(Path file) throws IOException {
        return value("size", file, () -> super.size(file));
    }

    @Override
    public Instant modified(Path file) throws IOException {
        return value("modified", file, () -> super.modified(file));
    }

    @Override
    public InputStream read(Path file) throws IOException {
        return value("read", file, () -> super.read(file));
    }

    @Override
    public boolean exists(Path file) throws IOException {
        return value("exists", file, () -> super.exists(file));
    }

    @FunctionalInterface
    private interface Call {
        void run() throws IOException;
    }

    private void run(String verb, Path file, Call call) throws IOException {
        value(verb, file, () -> {
            call.run();
            return true;
        });
    }

    private <T> T value(String verb, Path file, Uninterrupted.Call<T> call) throws IOException {
        if (!counting) {
            return call.run();
        }
        calls.add(verb + " " + file.getParent().getFileName());
        int number = calls.size();
        boolean fails = failing > 0 && (failure == Failure.DEAD ? number >= failing : number == failing);
        if (fails && failure != Failure.DONE) {
            throw new FileSystemException(file.toString(), null, "Input/output error");
        }
        T result = call.run();
        if (fails) {
            throw new FileSystemException(file.toString(), null, "Input/output error");
        }
        return result;
    }
}
