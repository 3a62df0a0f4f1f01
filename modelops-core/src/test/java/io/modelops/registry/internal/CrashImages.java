package io.modelops.registry.internal;

import io.modelops.registry.internal.SimulatedFiles.Directory;
import io.modelops.registry.internal.SimulatedFiles.File;
import io.modelops.registry.internal.SimulatedFiles.Name;
import io.modelops.registry.internal.SimulatedFiles.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What the disk of a simulated machine may hold after a power cut at one moment. An image is a choice for each name and
 * each file that was not synced; it has a sum, which is the same for images that look the same to who opens a registry.
 */
final class CrashImages {
    /** How much of the bytes that were not synced may be there. */
    private enum Remains {
        NOTHING,
        ALL,
        ZEROS,
        HALF,
        ALL_BUT_ONE,
        ZEROS_THEN_REST;

        byte[] of(File file) {
            if (this == ALL && file.bytes.length == file.length) {
                return file.bytes;
            }
            byte[] bytes = Arrays.copyOf(file.bytes, file.length);
            int middle = file.synced + (file.length - file.synced) / 2;
            switch (this) {
                case NOTHING -> bytes = Arrays.copyOf(bytes, file.synced);
                case HALF -> bytes = Arrays.copyOf(bytes, middle);
                case ALL_BUT_ONE -> bytes = Arrays.copyOf(bytes, Math.max(file.synced, file.length - 1));
                case ZEROS -> Arrays.fill(bytes, file.synced, file.length, (byte) 0);
                case ZEROS_THEN_REST -> Arrays.fill(bytes, file.synced, middle, (byte) 0);
                case ALL -> {}
            }
            return bytes;
        }
    }

    private static final int REMAINS = Remains.values().length;

    private final SimulatedFiles files;
    private final List<Name> names = new ArrayList<>();
    private final List<List<@Nullable Node>> options = new ArrayList<>();
    private final List<Name> looseNames = new ArrayList<>();
    private final List<List<@Nullable Node>> looseOptions = new ArrayList<>();
    private final List<File> data = new ArrayList<>();
    private final List<File> looseData = new ArrayList<>();
    private final int[] sizes;
    private final int[] choice;
    private final SplittableRandom random;
    private long looseSeed;

    CrashImages(SimulatedFiles files, SplittableRandom random) {
        this.files = files;
        this.random = random;
        for (Name name : files.unsettled()) {
            Set<@Nullable Node> states = new LinkedHashSet<>();
            states.add(name.durable);
            states.addAll(name.changes);
            (name.directory.loose ? looseNames : names).add(name);
            (name.directory.loose ? looseOptions : options).add(new ArrayList<>(states));
        }
        for (File file : files.unsynced()) {
            (file.visible ? data : looseData).add(file);
        }
        sizes = new int[names.size() + data.size()];
        for (int slot = 0; slot < sizes.length; slot++) {
            sizes[slot] = slot < names.size() ? options.get(slot).size() : REMAINS;
        }
        choice = new int[sizes.length];
    }

    /** Is told of each image; it can be asked for while the call lasts. */
    @FunctionalInterface
    interface Visitor {
        /** @param sum stands for all of the image that is looked at when a registry is opened */
        void visit(long sum);
    }

    /**
     * Visits all images, or that many at random if there are more.
     *
     * @param most how many that differ in what is looked at
     * @param draws how many for each of them that differ in the rest, at most
     * @return how many were visited
     */
    long visit(int most, int draws, Visitor visitor) {
        long all = product(sizes);
        long rest = Math.min(draws, looseProduct());
        if (all <= most) {
            Arrays.fill(choice, 0);
            do {
                visitRest(rest, visitor);
            } while (next());
            return all * rest;
        }
        for (int image = 0; image < most; image++) {
            for (int slot = 0; slot < sizes.length; slot++) {
                choice[slot] = image == 0 ? 0 : image == 1 ? current(slot) : random.nextInt(sizes[slot]);
            }
            visitRest(rest, visitor);
        }
        return most * rest;
    }

    /** The machine as the programs see it, with everything on its disk. */
    static SimulatedFiles synced(SimulatedFiles files) {
        Map<Name, @Nullable Node> current = new HashMap<>();
        files.unsettled().forEach(name -> current.put(name, name.current()));
        SimulatedFiles image = new SimulatedFiles();
        restart(files.root(), current, Map.of(), image, new HashMap<>());
        return image;
    }

    /** The image that is being visited, as the disk of a machine that starts again. */
    SimulatedFiles restart() {
        Map<Name, @Nullable Node> chosen = new HashMap<>();
        for (int slot = 0; slot < names.size(); slot++) {
            chosen.put(names.get(slot), options.get(slot).get(choice[slot]));
        }
        SplittableRandom loose = new SplittableRandom(looseSeed);
        for (int slot = 0; slot < looseNames.size(); slot++) {
            List<@Nullable Node> states = looseOptions.get(slot);
            chosen.put(looseNames.get(slot), states.get(loose.nextInt(states.size())));
        }
        Map<File, Remains> remains = new HashMap<>();
        for (int slot = 0; slot < data.size(); slot++) {
            remains.put(data.get(slot), Remains.values()[choice[names.size() + slot]]);
        }
        looseData.forEach(file -> remains.put(file, Remains.values()[loose.nextInt(REMAINS)]));
        SimulatedFiles image = new SimulatedFiles();
        restart(files.root(), chosen, remains, image, new HashMap<>());
        return image;
    }

    /** Says what was chosen. */
    String describe() {
        StringBuilder text = new StringBuilder();
        for (int slot = 0; slot < names.size(); slot++) {
            Node node = options.get(slot).get(choice[slot]);
            Name name = names.get(slot);
            text.append("\n  ")
                    .append(name.directory.path.resolve(name.text))
                    .append(node == null ? " is not there" : " is there")
                    .append(node == name.current() ? "" : " (as before)");
        }
        for (int slot = 0; slot < data.size(); slot++) {
            text.append("\n  of file ")
                    .append(data.get(slot).id)
                    .append(" remains ")
                    .append(Remains.values()[choice[names.size() + slot]]);
        }
        return text.toString();
    }

    private static void restart(
            Directory directory,
            Map<Name, @Nullable Node> chosen,
            Map<File, Remains> remains,
            SimulatedFiles image,
            Map<File, File> made) {
        for (Name name : directory.names.values()) {
            Node node = chosen.containsKey(name) ? chosen.get(name) : name.durable;
            if (node instanceof Directory child) {
                image.restoreDirectory(child.path, child.loose);
                restart(child, chosen, remains, image, made);
            } else if (node instanceof File file) {
                byte[] bytes = remains.getOrDefault(file, Remains.ALL).of(file);
                made.put(file, image.restore(directory.path.resolve(name.text), bytes, file.modified, made.get(file)));
            }
        }
    }

    private void visitRest(long draws, Visitor visitor) {
        long sum = files.settled();
        for (int slot = 0; slot < names.size(); slot++) {
            Name name = names.get(slot);
            Node node = options.get(slot).get(choice[slot]);
            sum ^= SimulatedFiles.contribution(name, name.durable) ^ SimulatedFiles.contribution(name, node);
        }
        for (int slot = 0; slot < data.size(); slot++) {
            File file = data.get(slot);
            long state = (long) file.length * REMAINS + choice[names.size() + slot];
            sum ^= SimulatedFiles.mix(-1L - file.id, state);
        }
        for (long draw = 0; draw < draws; draw++) {
            looseSeed = random.nextLong();
            visitor.visit(sum);
        }
    }

    private int current(int slot) {
        return slot < names.size() ? options.get(slot).indexOf(names.get(slot).current()) : Remains.ALL.ordinal();
    }

    private boolean next() {
        for (int slot = 0; slot < sizes.length; slot++) {
            if (++choice[slot] < sizes[slot]) {
                return true;
            }
            choice[slot] = 0;
        }
        return false;
    }

    private long looseProduct() {
        int[] loose = new int[looseNames.size() + looseData.size()];
        for (int slot = 0; slot < loose.length; slot++) {
            loose[slot] = slot < looseNames.size() ? looseOptions.get(slot).size() : REMAINS;
        }
        return product(loose);
    }

    private static long product(int[] sizes) {
        long product = 1;
        for (int size : sizes) {
            product = Math.min(product * size, 1L << 40);
        }
        return product;
    }
}
