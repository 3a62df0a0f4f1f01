package io.modelops.deployment;

import io.modelops.spi.Inference;
import io.modelops.spi.LoadedModel;
import io.modelops.spi.ModelFiles;
import io.modelops.spi.ModelRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A runtime whose models fail as their file says: a line such as {@code 7 throw-at 100}, the mark that each answer carries,
 * then a {@link Fault} and its number. It counts what is open and notes each use after close, which in native memory would
 * end the process. Inputs are numbers; {@link #WARM_UP} is the one to warm up with.
 */
public final class FaultyRuntime implements ModelRuntime {
    /** The format of its models. */
    public static final String FORMAT = "faulty";

    /** The input that {@link Fault#FAILING_WARM_UP} fails at. */
    public static final Long WARM_UP = -1L;

    private final AtomicInteger openModels = new AtomicInteger();
    private final AtomicInteger openInferences = new AtomicInteger();
    private final AtomicLong loads = new AtomicLong();
    private final Queue<String> crimes = new ConcurrentLinkedQueue<>();
    private final CountDownLatch hanging = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private final boolean threadSafe;

    /** What goes wrong. */
    public enum Fault {
        /** Nothing. */
        NONE,
        /** Answers after so many microseconds. */
        SLOW,
        /** Loads after so many milliseconds. */
        SLOW_LOAD,
        /** Can't be loaded. */
        FAILING_LOAD,
        /** Is never loaded. */
        HANGING_LOAD,
        /** Has no memory to be loaded into. */
        OUT_OF_MEMORY_LOAD,
        /** Has no memory for an inference. */
        OUT_OF_MEMORY_INFERENCE,
        /** Fails the input of the warm-up. */
        FAILING_WARM_UP,
        /** Fails the n-th input that its inferences get together, and no other. */
        THROW_AT,
        /** Has no memory for the n-th input. */
        OUT_OF_MEMORY_AT,
        /** Never answers the n-th input. */
        HANG_AT,
        /** Answers with a text where an {@link Answer} is expected. */
        WRONG_TYPE,
        /** Answers with nothing. */
        NO_ANSWER,
        /** Gives one answer too few to several inputs. */
        TOO_FEW_ANSWERS,
        /** Throws when it is closed. */
        FAILING_CLOSE,
        /** Has no memory to be closed. */
        OUT_OF_MEMORY_CLOSE,
        /** Does not come back when it is closed. */
        HANGING_CLOSE;

        /** The line of a model with this fault. */
        public String line(long mark, long number) {
            return mark + " " + name() + " " + number;
        }
    }

    /**
     * An answer.
     *
     * @param mark the mark of the version's file
     * @param load counts what the runtime has loaded, from 1
     */
    public record Answer(long mark, long load) {}

    /** @param threadSafe whether its models may be called by several threads */
    public FaultyRuntime(boolean threadSafe) {
        this.threadSafe = threadSafe;
    }

    @Override
    public String name() {
        return "faulty";
    }

    @Override
    public Set<String> formats() {
        return Set.of(FORMAT);
    }

    @Override
    public <I, O> LoadedModel<I, O> load(ModelFiles files, Class<I> inputType, Class<O> outputType) throws Exception {
        String[] line = Files.readString(files.onlyFile()).strip().split(" ");
        Fault fault = Fault.valueOf(line[1].toUpperCase(Locale.ROOT));
        long number = Long.parseLong(line[2]);
        switch (fault) {
            case SLOW_LOAD -> LockSupport.parkNanos(Duration.ofMillis(number).toNanos());
            case FAILING_LOAD -> throw new IOException("the file is not a model");
            case HANGING_LOAD -> hang();
            case OUT_OF_MEMORY_LOAD -> throw new OutOfMemoryError("no memory for the model");
            default -> {}
        }
        openModels.incrementAndGet();
        return new Faulty<>(Long.parseLong(line[0]), loads.incrementAndGet(), fault, number, outputType);
    }

    /** How many models are loaded and not closed. */
    public int openModels() {
        return openModels.get();
    }

    /** How many inferences are created and not closed. */
    public int openInferences() {
        return openInferences.get();
    }

    /** How many models were loaded. */
    public long loads() {
        return loads.get();
    }

    /** What a native engine would not have survived. */
    public Queue<String> crimes() {
        return crimes;
    }

    /** Waits until something hangs. */
    public void awaitHanging() throws InterruptedException {
        hanging.await();
    }

    /** Lets go on what hangs, as if it had only been slow. */
    public void endHanging() {
        end.countDown();
    }

    private void hang() throws InterruptedException {
        hanging.countDown();
        end.await();
    }

    private final class Faulty<I, O> implements LoadedModel<I, O> {
        private final long mark;
        private final long load;
        private final Fault fault;
        private final long number;
        private final Class<O> outputType;
        private final AtomicLong inputs = new AtomicLong();
        private final AtomicInteger inferences = new AtomicInteger();
        private volatile boolean closed;

        private Faulty(long mark, long load, Fault fault, long number, Class<O> outputType) {
            this.mark = mark;
            this.load = load;
            this.fault = fault;
            this.number = number;
            this.outputType = outputType;
        }

        @Override
        public Inference<I, O> newInference() {
            if (fault == Fault.OUT_OF_MEMORY_INFERENCE) {
                throw new OutOfMemoryError("no memory for an inference");
            }
            inferences.incrementAndGet();
            openInferences.incrementAndGet();
            return new Answering();
        }

        @Override
        public boolean isThreadSafe() {
            return threadSafe;
        }

        @Override
        public void close() {
            if (closed) {
                crimes.add("closed twice: " + mark);
            }
            if (inferences.get() != 0) {
                crimes.add("closed before its inferences: " + mark);
            }
            closed = true;
            openModels.decrementAndGet();
            failToClose();
        }

        private void failToClose() {
            if (fault == Fault.FAILING_CLOSE) {
                throw new IllegalStateException("could not free");
            }
            if (fault == Fault.HANGING_CLOSE) {
                try {
                    hang();
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
            }
            if (fault == Fault.OUT_OF_MEMORY_CLOSE) {
                throw new OutOfMemoryError("no memory to free memory");
            }
        }

        private final class Answering implements Inference<I, O> {
            private final Thread owner = Thread.currentThread();
            private volatile boolean inferenceClosed;

            @Override
            public O predict(I input) throws Exception {
                noteIfClosed("used after close");
                if (!threadSafe && owner != Thread.currentThread()) {
                    crimes.add("used by a foreign thread: " + mark);
                }
                O answer = answer(input);
                noteIfClosed("closed while in use");
                return answer;
            }

            @Override
            public List<O> predictAll(List<I> several) throws Exception {
                List<O> answers = Inference.super.predictAll(several);
                return fault == Fault.TOO_FEW_ANSWERS ? answers.subList(1, answers.size()) : answers;
            }

            @Override
            public void close() {
                if (inferenceClosed) {
                    crimes.add("inference closed twice: " + mark);
                }
                inferenceClosed = true;
                inferences.decrementAndGet();
                openInferences.decrementAndGet();
                failToClose();
            }

            @SuppressWarnings("unchecked") // it is not one, which is the fault
            private O answer(I input) throws Exception {
                boolean itsTurn = inputs.incrementAndGet() == number;
                switch (fault) {
                    case SLOW -> LockSupport.parkNanos(number * 1_000);
                    case FAILING_WARM_UP -> {
                        if (WARM_UP.equals(input)) {
                            throw new IllegalStateException("cold");
                        }
                    }
                    case THROW_AT -> {
                        if (itsTurn) {
                            throw new IllegalStateException("input " + number + " is too much");
                        }
                    }
                    case OUT_OF_MEMORY_AT -> {
                        if (itsTurn) {
                            throw new OutOfMemoryError("no memory for input " + number);
                        }
                    }
                    case HANG_AT -> {
                        if (itsTurn) {
                            hang();
                        }
                    }
                    case WRONG_TYPE -> {
                        return (O) "seven";
                    }
                    case NO_ANSWER -> {
                        return null;
                    }
                    default -> {}
                }
                return outputType.cast(new Answer(mark, load));
            }

            private void noteIfClosed(String crime) {
                if (closed || inferenceClosed) {
                    crimes.add(crime + ": " + mark);
                }
            }
        }
    }
}
