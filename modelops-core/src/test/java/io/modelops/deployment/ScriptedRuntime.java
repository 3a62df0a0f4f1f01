package io.modelops.deployment;

import io.modelops.model.Score;
import io.modelops.spi.Inference;
import io.modelops.spi.LoadedModel;
import io.modelops.spi.ModelFiles;
import io.modelops.spi.ModelRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A runtime whose models do what the one line in their file says: {@code value 2.5}, {@code fail-load}, {@code
 * fail-inference}, {@code out-of-memory}, {@code fail-warm-up}, {@code wait-load} (for the gate), {@code throw}, {@code throw-checked}, {@code error}, {@code null}, {@code
 * fail-close 1}, {@code wait} (for the gate). It counts what is opened and closed, and notes every use after close, which
 * in a native engine would be a crash.
 */
public final class ScriptedRuntime implements ModelRuntime {
    public static final String FORMAT = "scripted";

    public final AtomicInteger loads = new AtomicInteger();
    public final AtomicInteger closes = new AtomicInteger();
    public final AtomicInteger openInferences = new AtomicInteger();
    public final AtomicInteger warmedUp = new AtomicInteger();
    public final Queue<String> crimes = new ConcurrentLinkedQueue<>();
    public final Queue<Thread> predictingThreads = new ConcurrentLinkedQueue<>();
    public volatile Consumer<String> onLoad = script -> {};
    public final Queue<Object> inputs = new ConcurrentLinkedQueue<>();
    public final Queue<Integer> batches = new ConcurrentLinkedQueue<>();
    public volatile CountDownLatch gate = new CountDownLatch(0);
    public volatile CountDownLatch waiting = new CountDownLatch(1);
    public volatile int devices = 1;
    private final boolean threadSafe;

    public ScriptedRuntime(boolean threadSafe) {
        this.threadSafe = threadSafe;
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public Set<String> formats() {
        return Set.of(FORMAT);
    }

    @Override
    public <I, O> LoadedModel<I, O> load(ModelFiles files, Class<I> inputType, Class<O> outputType) throws Exception {
        String script = Files.readString(files.onlyFile()).strip();
        onLoad.accept(script);
        if (script.equals("fail-load")) {
            throw new IOException("the file is not a model");
        }
        if (script.startsWith("wait-load")) {
            waiting.countDown();
            gate.await();
        }
        loads.incrementAndGet();
        return new Model<>(script, outputType);
    }

    private final class Model<I, O> implements LoadedModel<I, O> {
        private final String script;
        private final Class<O> outputType;
        private final AtomicInteger inferences = new AtomicInteger();
        private volatile boolean closed;

        private Model(String script, Class<O> outputType) {
            this.script = script;
            this.outputType = outputType;
        }

        @Override
        public Inference<I, O> newInference() {
            if (script.equals("fail-inference")) {
                throw new IllegalStateException("no memory for an inference");
            }
            if (script.equals("out-of-memory")) {
                throw new OutOfMemoryError("no memory for an inference");
            }
            inferences.incrementAndGet();
            openInferences.incrementAndGet();
            return new Scripted();
        }

        @Override
        public boolean isThreadSafe() {
            return threadSafe;
        }

        @Override
        public int devices() {
            return devices;
        }

        @Override
        public void close() {
            if (closed) {
                crimes.add("closed twice: " + script);
            }
            if (inferences.get() != 0) {
                crimes.add("closed before its inferences: " + script);
            }
            closed = true;
            closes.incrementAndGet();
            if (script.startsWith("fail-close")) {
                throw new IllegalStateException("could not free");
            }
        }

        private final class Scripted implements Inference<I, O> {
            private final Thread owner = Thread.currentThread();
            private volatile boolean inferenceClosed;

            @Override
            public O predict(I input) throws Exception {
                if (closed || inferenceClosed) {
                    crimes.add("used after close: " + script);
                }
                if (!threadSafe && owner != Thread.currentThread()) {
                    crimes.add("used by a foreign thread: " + script);
                }
                predictingThreads.add(Thread.currentThread());
                inputs.add(input);
                if (predictingThreads.size() > 100) {
                    predictingThreads.poll();
                    inputs.poll();
                }
                if ("warm-up".equals(input)) {
                    warmedUp.incrementAndGet();
                }
                O answer = answer(input);
                if (closed || inferenceClosed) {
                    crimes.add("closed while in use: " + script);
                }
                return answer;
            }

            @Override
            public List<O> predictAll(List<I> several) throws Exception {
                batches.add(several.size());
                if (batches.size() > 100) {
                    batches.poll();
                }
                return Inference.super.predictAll(several);
            }

            private O answer(I input) throws Exception {
                String verb = script.split(" ", 2)[0];
                return switch (verb) {
                    case "throw" -> throw new IllegalArgumentException("bad input " + input);
                    case "throw-checked" -> throw new IOException("engine trouble");
                    case "error" -> throw new StackOverflowError("too deep");
                    case "null" -> null;
                    case "fail-warm-up" -> {
                        if ("warm-up".equals(input)) {
                            throw new IllegalStateException("cold");
                        }
                        yield outputType.cast(new Score(0));
                    }
                    case "wait" -> {
                        waiting.countDown();
                        gate.await();
                        yield outputType.cast(new Score(-1));
                    }
                    default -> outputType.cast(new Score(Double.parseDouble(script.split(" ", 2)[1])));
                };
            }

            @Override
            public void close() {
                if (inferenceClosed) {
                    crimes.add("inference closed twice: " + script);
                }
                inferenceClosed = true;
                inferences.decrementAndGet();
                openInferences.decrementAndGet();
            }
        }
    }
}
