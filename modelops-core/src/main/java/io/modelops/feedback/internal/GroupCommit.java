package io.modelops.feedback.internal;

import io.modelops.spi.PredictionLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes records from a queue and writes many with one sync. After a failure the segment is left as it is, since nobody
 * knows what of its end was stored, and the next records go to a new one.
 */
final class GroupCommit implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    private final Segments segments;
    private final PredictionLogSettings settings;
    private final InstantSource clock;
    private final String writer =
            HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    private final BlockingQueue<Optional<PredictionLog.Entry>> queue; // Nothing stands for the end.
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final Object progress = new Object();
    private long processed;
    private boolean ended;

    // Of the writing thread alone.
    private final List<Optional<PredictionLog.Entry>> batch = new ArrayList<>();
    private @Nullable SegmentWriter segment;
    private @Nullable LocalDate day;
    private int number;
    private int unsynced;
    private long unsyncedSince;
    private boolean failing;

    GroupCommit(Segments segments, PredictionLogSettings settings, InstantSource clock) {
        this.segments = segments;
        this.settings = settings;
        this.clock = clock;
        this.queue = new ArrayBlockingQueue<>(settings.queueCapacity());
    }

    /** Takes a record, or drops and counts it if the queue is full. */
    void offer(PredictionLog.Entry record) {
        (queue.offer(Optional.of(record)) ? accepted : dropped).incrementAndGet();
    }

    long dropped() {
        return dropped.get();
    }

    /** Waits until all that was taken so far can be read, or some time has passed. */
    void awaitWritten(long millis) {
        long goal = accepted.get();
        await(millis, () -> processed >= goal);
    }

    /** Waits until all is written and the thread is done, or some time has passed. */
    boolean end(long millis) {
        try {
            if (!queue.offer(Optional.empty(), millis, TimeUnit.MILLISECONDS)) {
                return false;
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            queue.offer(Optional.empty());
        }
        return await(millis, () -> ended);
    }

    @Override
    public void run() {
        boolean more = true;
        while (more) {
            // An interrupt would close the channel under the next write.
            Thread.interrupted();
            more = collect();
            write();
            advance(batch.size());
            batch.clear();
            if (unsynced > 0 && (!more || isSyncDue())) {
                sync();
            }
        }
        leaveSegment();
        synchronized (progress) {
            ended = true;
            progress.notifyAll();
        }
    }

    /** Waits for records and takes what is there; false when the end was among them. */
    private boolean collect() {
        try {
            Optional<PredictionLog.Entry> first = unsynced == 0
                    ? queue.take()
                    : queue.poll(
                            unsyncedSince + settings.syncEvery().toNanos() - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (first != null) { // Else only the sync is due.
                batch.add(first);
                queue.drainTo(batch, settings.syncRecords() - 1);
            }
        } catch (InterruptedException ignored) {
            // The thread is ours: only its end ends it.
        }
        boolean more = !batch.removeIf(Optional::isEmpty);
        if (!more) {
            queue.drainTo(batch);
            batch.removeIf(Optional::isEmpty);
        }
        return more;
    }

    private void write() {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        int count = 0;
        for (Optional<PredictionLog.Entry> record : batch) {
            byte @Nullable [] line = line(record.orElseThrow());
            if (line == null) {
                dropped.incrementAndGet();
            } else {
                lines.writeBytes(line);
                count++;
            }
        }
        if (count > 0) {
            try {
                currentSegment().write(lines.toByteArray(), lines.size());
                unsyncedSince = unsynced == 0 ? System.nanoTime() : unsyncedSince;
                unsynced += count;
                failing = false;
            } catch (IOException | RuntimeException failure) {
                dropped.addAndGet(count);
                failed(failure);
            }
        }
    }

    private static byte @Nullable [] line(PredictionLog.Entry record) {
        try {
            byte[] line = RecordLine.encode(record);
            return line.length <= RecordLine.LARGEST ? line : null;
        } catch (RuntimeException unwritable) {
            LOG.debug("A record could not be written as JSON.", unwritable);
            return null;
        }
    }

    private SegmentWriter currentSegment() throws IOException {
        LocalDate today = Segments.day(clock.instant());
        if (segment != null && (!today.equals(day) || segment.bytes() >= settings.segmentBytes())) {
            sync();
            leaveSegment();
        }
        if (segment == null) {
            removeBefore(today.minusDays(settings.keepDays()));
            segment = SegmentWriter.create(segments.directory(), today.toString(), Segments.name(writer, number++));
            day = today;
        }
        return segment;
    }

    private void removeBefore(LocalDate first) {
        try {
            segments.removeBefore(first);
        } catch (IOException failure) {
            LOG.debug("Days before {} could not be removed from {}.", first, segments.directory(), failure);
        }
    }

    private boolean isSyncDue() {
        return unsynced >= settings.syncRecords()
                || System.nanoTime() - unsyncedSince >= settings.syncEvery().toNanos();
    }

    private void sync() {
        unsynced = 0;
        if (segment != null) {
            try {
                segment.sync();
            } catch (IOException failure) {
                failed(failure);
            }
        }
    }

    private void failed(Exception failure) {
        if (!failing) {
            failing = true;
            LOG.warn(
                    "Predictions could not be written to {}: some are lost until the disk works again.",
                    segments.directory(),
                    failure);
        }
        leaveSegment();
    }

    private void leaveSegment() {
        unsynced = 0;
        if (segment != null) {
            try {
                segment.close();
            } catch (IOException ignored) {
                // What was synced is there, and for the rest there is no hope.
            }
            segment = null;
        }
    }

    private void advance(int records) {
        synchronized (progress) {
            processed += records;
            progress.notifyAll();
        }
    }

    private boolean await(long millis, BooleanSupplier goal) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        boolean interrupted = false;
        try {
            synchronized (progress) {
                while (!goal.getAsBoolean()) {
                    long left = deadline - System.nanoTime();
                    if (left <= 0) {
                        return false;
                    }
                    try {
                        TimeUnit.NANOSECONDS.timedWait(progress, left);
                    } catch (InterruptedException later) {
                        interrupted = true;
                    }
                }
                return true;
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
