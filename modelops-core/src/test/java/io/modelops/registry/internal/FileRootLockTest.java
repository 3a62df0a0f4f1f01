package io.modelops.registry.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.modelops.model.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRootLockTest {
    @TempDir
    private Path directory;

    @Test
    void shared_otherSharedHolds_areLetIn() throws Exception {
        RootLock first = open(Duration.ofMillis(50));
        RootLock second = open(Duration.ofMillis(50));

        List<RootLock.Hold> holds = new ArrayList<>();
        for (int count = 0; count < 3; count++) {
            holds.add(first.shared());
            holds.add(second.shared());
        }

        assertThatThrownBy(first::exclusive).isInstanceOf(StoreException.class);
        holds.forEach(RootLock.Hold::release);
        first.exclusive().release();
        first.close();
        second.close();
    }

    @Test
    void exclusive_held_keepsAllOthersOut() throws Exception {
        RootLock first = open(Duration.ofMillis(50));
        RootLock second = open(Duration.ofMillis(50));
        RootLock.Hold alone = first.exclusive();

        assertThatThrownBy(second::shared)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("clean-up is running");
        assertThatThrownBy(second::exclusive).isInstanceOf(StoreException.class);

        alone.release();
        second.shared().release();
        first.close();
        second.close();
    }

    @Test
    void close_holdStillOpen_keepsTheLockOfTheProcess() throws Exception {
        RootLock first = open(Duration.ofMillis(50));
        RootLock.Hold hold = first.shared();
        first.close();
        RootLock second = open(Duration.ofMillis(50));

        assertThatThrownBy(second::exclusive).isInstanceOf(StoreException.class);
        assertThat(otherProcessGetsItAlone()).isFalse();

        hold.release();
        second.exclusive().release();
        second.close();
        assertThat(otherProcessGetsItAlone()).isTrue();
    }

    @Test
    void shared_interruptedThread_keepsTheLockOfTheProcess() throws Exception {
        RootLock lock = open(Duration.ofSeconds(10));
        RootLock.Hold hold;
        boolean interrupted;
        Thread.currentThread().interrupt();
        try {
            hold = lock.shared();
            lock.shared().release();
        } finally {
            interrupted = Thread.interrupted();
        }

        assertThat(interrupted).isTrue();
        assertThat(otherProcessGetsItAlone()).isFalse();
        hold.release();
        assertThat(otherProcessGetsItAlone()).isTrue();
        lock.close();
    }

    @Test
    void shared_copyOfTheLibraryInAnotherClassLoader_cooperates() throws Exception {
        RootLock ours = open(Duration.ofMillis(50));
        Class<?> copy = new CopyingLoader().loadClass(FileRootLock.class.getName());
        assertThat(copy).isNotSameAs(FileRootLock.class);
        var opening = copy.getDeclaredMethod("open", Path.class, Duration.class);
        opening.setAccessible(true);
        Object theirs = opening.invoke(null, file(), Duration.ofMillis(50));

        RootLock.Hold ourHold = ours.shared();
        Object theirHold = call(theirs, "shared");
        call(theirHold, "release");
        call(theirs, "close");

        assertThat(otherProcessGetsItAlone())
                .as("our lock outlives their close")
                .isFalse();
        ourHold.release();

        Object again = opening.invoke(null, file(), Duration.ofMillis(50));
        Object alone = call(again, "exclusive");
        assertThatThrownBy(ours::shared).isInstanceOf(StoreException.class);
        call(alone, "release");
        ours.shared().release();
        call(again, "close");
        ours.close();
    }

    @Test
    void exclusive_sharedByAnotherProcess_waitsForIt() throws Exception {
        open(Duration.ZERO).close();
        Process other = JavaProcess.start(Holder.class, file().toString());
        try {
            assertThat(other.getInputStream().read()).isEqualTo('h');
            RootLock lock = open(Duration.ofMillis(50));
            lock.shared().release();
            assertThatThrownBy(lock::exclusive).isInstanceOf(StoreException.class);
            lock.close();

            RootLock patient = open(Duration.ofSeconds(20));
            other.getOutputStream().close();
            patient.exclusive().release();
            patient.close();
        } finally {
            other.toHandle().destroyForcibly();
        }
    }

    private boolean otherProcessGetsItAlone() throws Exception {
        return JavaProcess.output(JavaProcess.start(Prober.class, file().toString()))
                .equals("alone");
    }

    private RootLock open(Duration patience) throws IOException {
        return FileRootLock.open(file(), patience);
    }

    private Path file() {
        return directory.resolve("gc");
    }

    private static Object call(Object target, String method) throws Exception {
        var found = target.getClass().getDeclaredMethod(method);
        found.setAccessible(true);
        return found.invoke(target);
    }

    /** Says whether a process can have the lock alone. */
    static final class Prober {
        private Prober() {}

        public static void main(String[] arguments) throws IOException {
            try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE);
                    FileLock lock = channel.tryLock()) {
                System.out.println(lock == null ? "held" : "alone");
            }
        }
    }

    /** Shares the lock until its input ends. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws IOException {
            RootLock lock = FileRootLock.open(Path.of(arguments[0]), Duration.ofSeconds(10));
            RootLock.Hold hold = lock.shared();
            System.out.println("h");
            if (System.in.read() < 0) {
                hold.release();
            }
        }
    }

    /** Loads the library once more, as a second web application would. */
    private static final class CopyingLoader extends ClassLoader {
        private CopyingLoader() {
            super(FileRootLockTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded != null) {
                    return loaded;
                }
                return name.startsWith("io.modelops.") ? copy(name) : super.loadClass(name, resolve);
            }
        }

        private Class<?> copy(String name) throws ClassNotFoundException {
            try (InputStream bytes = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] code = bytes.readAllBytes();
                return defineClass(name, code, 0, code.length);
            } catch (IOException unreadable) {
                throw new ClassNotFoundException(name, unreadable);
            }
        }
    }
}
