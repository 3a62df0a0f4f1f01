package io.modelops.examples.ridership;

import io.modelops.examples.common.Scratch;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

/**
 * The whole life of a model, on fifteen years of real data: train, register, validate, deploy, predict day by day, watch,
 * notice, retrain, roll out, promote; with two threads that keep asking all the while.
 *
 * <p>Arguments: {@code [--seed N] [--keep DIRECTORY] [report.html]}. Exits with 1 if it did not show what it is there to
 * show.
 */
public final class RidershipExample {
    private static final LocalDate TO_THE_END = LocalDate.MAX;

    private RidershipExample() {}

    /**
     * Runs the example.
     *
     * @param arguments see the description of the class
     * @throws IOException if the report or the registry can't be written
     * @throws InterruptedException if training is interrupted
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        oneThreadForEachInference();
        boolean holds = run(Arguments.of(arguments), System.out).holds();
        if (!holds) {
            System.exit(1);
        }
    }

    static Conclusion run(Arguments told, PrintStream out) throws IOException, InterruptedException {
        long began = System.nanoTime();
        LifecycleResult result = play(told, TO_THE_END, new Screen(out, isOnTerminal()));
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        Conclusion conclusion = Conclusion.of(result, took);
        Path report = RidershipPage.of(result, conclusion).writeHtml(told.report());
        out.println();
        out.print(YearTable.text(result));
        out.println();
        out.printf(
                Locale.ROOT,
                "%,d requests served meanwhile, %d failed, p50 %.3f ms, p99 %.3f ms; all took %.1f s%n",
                result.load().requests(),
                result.load().failed(),
                result.load().p50Nanos() / 1e6,
                result.load().p99Nanos() / 1e6,
                took.toNanos() / 1e9);
        out.println("report: " + report.toAbsolutePath());
        out.println(conclusion.line());
        return conclusion;
    }

    static LifecycleResult play(Arguments told, LocalDate until, Screen screen)
            throws IOException, InterruptedException {
        RidershipTable table = RidershipTable.load();
        Path kept = told.registry();
        if (kept != null) {
            return new RidershipLifecycle(table, kept, told.seed(), screen).play(until);
        }
        try (Scratch scratch = Scratch.create("ridership-registry-")) {
            return new RidershipLifecycle(table, scratch.directory(), told.seed(), screen).play(until);
        }
    }

    private static boolean isOnTerminal() {
        return Optional.ofNullable(System.console())
                .map(RidershipExample::isTerminal)
                .orElse(false);
    }

    /** Since JDK 22 there is a console even where there is no terminal, and it can be asked. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException older) {
            return true;
        }
    }

    /** The network is tiny: threads of the engine's own would cost more than they bring. */
    private static void oneThreadForEachInference() {
        System.setProperty("ai.djl.pytorch.num_threads", "1");
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    }
}
