package io.modelops.djl;

import static io.modelops.hostile.Threat.ARCHIVE;
import static io.modelops.hostile.Threat.CODE_BESIDE_THE_MODEL;
import static io.modelops.hostile.Threat.CODE_BY_ANOTHER_NAME;
import static io.modelops.hostile.Threat.DATA_FROM_OUTSIDE;
import static io.modelops.hostile.Threat.EXHAUSTION;
import static io.modelops.hostile.Threat.MALFORMED;
import static io.modelops.hostile.Threat.OTHER_BYTES;
import static io.modelops.hostile.Threat.PROGRAM_AS_A_MODEL;
import static io.modelops.hostile.Threat.SETTINGS_THAT_LOAD_CODE;

import io.modelops.djl.TinyOnnx.Message;
import io.modelops.hostile.SpecialFiles;
import io.modelops.hostile.Threat;
import io.modelops.model.Quoted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The corpus of versions that must be refused before an engine is asked. */
final class HostileModels {
    static final byte[] GOOD = TinyOnnx.linear(new float[][] {{1}, {2}});

    private static final byte[] PICKLE = bytes(0x80, 4, 0x95, 10, 0, 0, 0, 0, 0, 0, 0, ']', '.');
    private static final byte[] OLD_PICKLE = text("cos\nsystem\n(S'id'\ntR.");
    private static final byte[] GZIP = bytes(0x1F, 0x8B, 8, 0, 0, 0, 0, 0);
    private static final byte[] HDF5 = bytes(0x89, 'H', 'D', 'F', 13, 10, 26, 10);
    private static final byte[] ELF = bytes(0x7F, 'E', 'L', 'F', 2, 1, 1, 0);
    private static final byte[] CHECKPOINT =
            bytes(0x80, 2, 0x8A, 0x0A, 'l', 0xFC, 0x9C, 'F', 0xF9, ' ', 'j', 0xA8, 'P', 0x19, '.', 1, 2, 3);

    private HostileModels() {}

    /**
     * All cases.
     *
     * @param evil the bytes of a class that says so when it is initialised
     */
    static List<HostileModel> all(byte[] evil) {
        return Stream.of(
                        beside(evil),
                        settings(),
                        programs(),
                        renamed(),
                        companions(),
                        weights(),
                        places(),
                        links(),
                        malformed())
                .flatMap(cases -> cases)
                .toList();
    }

    private static Stream<HostileModel> beside(byte[] evil) {
        Map<String, byte[]> files = new TreeMap<>();
        byte[] jar = HostileZip.of(
                Map.of("Evil.class", evil, "META-INF/services/ai.djl.translate.TranslatorFactory", text("Evil")));
        files.put("classes/Evil.class", evil);
        files.put("Evil.class", evil);
        files.put("lib/evil.jar", jar);
        files.put("libs/evil.jar", jar);
        files.put("evil.jar", jar);
        files.put("libs/classes/Evil.java", text("class Evil {}"));
        files.put("Translator.java", text("class Translator {}"));
        files.put("META-INF/services/ai.djl.engine.EngineProvider", text("Evil"));
        files.put("model.py", text("import os"));
        files.put("run.sh", text("#!/bin/sh"));
        files.put("libop.so", ELF);
        files.put("libop.so.1", ELF);
        files.put("op.dll", bytes('M', 'Z', 0, 0));
        files.put("op.dylib", bytes(0xCF, 0xFA, 0xED, 0xFE));
        files.put("weights.pkl", PICKLE);
        files.put("model.h5", HDF5);
        files.put("pipeline.joblib", GZIP);
        return Stream.concat(
                files.entrySet().stream()
                        .map(file -> onnx(
                                CODE_BESIDE_THE_MODEL,
                                "beside a model, " + file.getKey(),
                                file.getKey(),
                                directory -> directory.put("model.onnx", GOOD).put(file.getKey(), file.getValue()))),
                Stream.of(
                        onnx(
                                CODE_BESIDE_THE_MODEL,
                                "class beside a broken model",
                                "classes/Evil.class",
                                directory -> directory
                                        .put(
                                                "model.onnx",
                                                TinyOnnx.message()
                                                        .number(1, 8)
                                                        .bytes(7, new byte[0])
                                                        .toByteArray())
                                        .put("classes/Evil.class", evil)),
                        HostileModel.of(
                                CODE_BESIDE_THE_MODEL,
                                "class beside parameters",
                                "classes/Evil.class",
                                "djl-params",
                                directory -> directory
                                        .put("network-0000.params", text("DJL@"))
                                        .put("classes/Evil.class", evil)),
                        HostileModel.of(
                                CODE_BESIDE_THE_MODEL,
                                "jar beside TorchScript",
                                "lib/evil.jar",
                                "torchscript",
                                directory -> {
                                    TinyTorchScript.write(directory.path().resolve("model.pt"), "torch.add(x, x)");
                                    directory.put("lib/evil.jar", jar);
                                })));
    }

    private static Stream<HostileModel> settings() {
        return Stream.of(
                        "option.customOpLibrary=/tmp/evil.so",
                        "option.profilerOutput=/etc/cron.d/evil",
                        "blockFactory=Evil",
                        "translatorFactory=Evil",
                        "engine=Python",
                        "option.entryPoint=evil.py")
                .map(line -> onnx(
                        SETTINGS_THAT_LOAD_CODE,
                        "setting " + line,
                        "serving.properties",
                        directory -> directory.put("model.onnx", GOOD).put("serving.properties", text(line))));
    }

    private static Stream<HostileModel> programs() {
        return Stream.of(
                program("without opt-in", "allowTorchScript()", "torch.add(x, x)")
                        .withoutOptIn(),
                program("that reads a file, without opt-in", "allowTorchScript()", "torch.from_file(\"/etc/passwd\")")
                        .withoutOptIn(),
                program("that reads a file", "torch.from_file", "torch.from_file(\"/etc/passwd\", False, 9)"),
                program("that writes a file", "torch.save", "torch.save(x, \"/tmp/evil\")"),
                program(
                        "that reads a file in another way",
                        "ops.aten.from_file",
                        "ops.aten.from_file(\"/etc/passwd\")"));
    }

    private static HostileModel program(String name, String reason, String expression) {
        return HostileModel.of(
                PROGRAM_AS_A_MODEL,
                "TorchScript " + name,
                reason,
                "torchscript",
                directory -> TinyTorchScript.write(directory.path().resolve("model.pt"), expression));
    }

    private static Stream<HostileModel> renamed() {
        Map<String, byte[]> kinds = kinds();
        return Stream.of(
                        kinds.entrySet().stream()
                                .map(kind -> onnx(
                                        CODE_BY_ANOTHER_NAME,
                                        kind.getKey() + " named .onnx",
                                        "whatever its name says",
                                        directory -> directory.put("model.onnx", kind.getValue()))),
                        kinds.entrySet().stream()
                                .filter(kind -> !kind.getKey().equals("a zip file"))
                                .map(kind -> HostileModel.of(
                                        CODE_BY_ANOTHER_NAME,
                                        kind.getKey() + " named .pt",
                                        "is ",
                                        "torchscript",
                                        directory -> directory.put("model.pt", kind.getValue()))),
                        kinds.entrySet().stream()
                                .map(kind -> HostileModel.of(
                                        CODE_BY_ANOTHER_NAME,
                                        kind.getKey() + " named .params",
                                        "whatever its name says",
                                        "djl-params",
                                        directory -> directory.put("n-0000.params", kind.getValue()))),
                        Stream.of(
                                HostileModel.of(
                                        CODE_BY_ANOTHER_NAME,
                                        "checkpoint in a zip named .pt",
                                        "pickle in a zip",
                                        "torchscript",
                                        directory -> TinyTorchScript.writeCheckpoint(
                                                directory.path().resolve("model.pt"))),
                                torch(
                                        CODE_BY_ANOTHER_NAME,
                                        "Keras in a zip named .pt",
                                        "more than one directory",
                                        HostileZip.of(Map.of("a/config.json", text("{}"), "b/model.weights.h5", HDF5))),
                                torch(
                                        CODE_BY_ANOTHER_NAME,
                                        "jar named .pt",
                                        "lacks the code",
                                        HostileZip.of(Map.of("META-INF/MANIFEST.MF", text("Main-Class: Evil\n"))))))
                .flatMap(cases -> cases);
    }

    private static Map<String, byte[]> kinds() {
        Map<String, byte[]> kinds = new TreeMap<>();
        kinds.put("pickle", PICKLE);
        kinds.put("pickle with a byte behind", Arrays.copyOf(PICKLE, PICKLE.length + 1));
        kinds.put("pickle of protocol 2", bytes(0x80, 2, '}', 'q', 0, '.'));
        kinds.put("pickle of protocol 2 with a byte behind", text("\u0080\u0002cos\nsystem\nX.R.\n"));
        kinds.put("old pickle", OLD_PICKLE);
        kinds.put("old pickle in a list", text("(lp0\ncos\nsystem\n(S'id'\ntRa."));
        kinds.put("checkpoint of old PyTorch", CHECKPOINT);
        kinds.put("compressed joblib", GZIP);
        kinds.put("Keras", HDF5);
        kinds.put("NumPy objects", text("\u0093NUMPY\u0001\u0000v\u0000{'descr': '|O', 'shape': ()}"));
        kinds.put("Java class", bytes(0xCA, 0xFE, 0xBA, 0xBE, 0, 0));
        kinds.put("Java objects", bytes(0xAC, 0xED, 0, 5, 's', 'r'));
        kinds.put("native library", ELF);
        kinds.put("Windows program", bytes('M', 'Z', 0x90, 0));
        kinds.put("script", text("#!/bin/sh\n"));
        kinds.put("a zip file", HostileZip.of(Map.of("a", text("b"))));
        return kinds;
    }

    private static Stream<HostileModel> companions() {
        return Stream.of(
                        Map.entry("labels.txt", PICKLE),
                        Map.entry("labels.csv", OLD_PICKLE),
                        Map.entry("tokenizer.json", HostileZip.of(Map.of("a", text("b")))),
                        Map.entry("notes.md", ELF),
                        Map.entry("words.vocab", GZIP),
                        Map.entry("table.tsv", HDF5),
                        Map.entry("state.json", bytes(0xAC, 0xED, 0, 5, 0)),
                        Map.entry("start.txt", text("#!/bin/sh\n")))
                .map(file -> onnx(
                        CODE_BY_ANOTHER_NAME,
                        "code in " + file.getKey(),
                        "whatever its name says",
                        directory -> directory.put("model.onnx", GOOD).put(file.getKey(), file.getValue())));
    }

    private static Stream<HostileModel> weights() {
        return Stream.of(
                        Stream.of(
                                        "../secret.bin",
                                        "/etc/passwd",
                                        "a/../../secret.bin",
                                        "sub/weights.bin",
                                        "./weights.bin",
                                        "",
                                        ".",
                                        "..",
                                        "..\\secret.bin",
                                        "C:\\secret.bin",
                                        "//server/share/w",
                                        "file:///etc/passwd",
                                        "%2e%2e/secret.bin",
                                        "WEIGHTS.bin",
                                        "*/_ORT_MEM_ADDR_/*",
                                        "weights.bin\u0000.onnx",
                                        "weights.bin/",
                                        "\u2025\u2215secret.bin",
                                        "model.onnx",
                                        "gone.bin")
                                .map(location -> onnx(
                                        DATA_FROM_OUTSIDE,
                                        "weights in " + Quoted.of(location),
                                        "not a file of this version",
                                        directory -> {
                                            directory.secret();
                                            directory
                                                    .put(
                                                            "model.onnx",
                                                            TinyOnnx.withExternalData(
                                                                    2, location, TinyOnnx.Place.INITIALIZER))
                                                    .put("sub/weights.json", text("{}"));
                                        })),
                        Stream.of(
                                external(
                                        "offset behind the end",
                                        "more bytes",
                                        "location",
                                        "w",
                                        "offset",
                                        "9",
                                        "length",
                                        "1"),
                                external("length behind the end", "more bytes", "location", "w", "length", "9"),
                                external(
                                        "offset and length behind the end",
                                        "more bytes",
                                        "location",
                                        "w",
                                        "offset",
                                        "4",
                                        "length",
                                        "5"),
                                external(
                                        "length that overflows",
                                        "more bytes",
                                        "location",
                                        "w",
                                        "offset",
                                        "8",
                                        "length",
                                        "9".repeat(18)),
                                external("negative offset", "no number", "location", "w", "offset", "-4"),
                                external(
                                        "length too long for a number",
                                        "no number",
                                        "location",
                                        "w",
                                        "length",
                                        "9".repeat(19)),
                                external("two offsets", "two offsets", "location", "w", "offset", "0", "offset", "9"),
                                external(
                                        "second location outside",
                                        "not a file",
                                        "location",
                                        "w",
                                        "location",
                                        "../secret.bin"),
                                external("offset without a location", "no location", "offset", "9"),
                                external("long location", "too long", "location", "w".repeat(5_000))),
                        Map.of(
                                        "pickle",
                                        PICKLE,
                                        "zip",
                                        HostileZip.of(Map.of("a", text("b"))),
                                        "library",
                                        ELF,
                                        "gzip",
                                        GZIP,
                                        "Keras",
                                        HDF5)
                                .entrySet()
                                .stream()
                                .map(kind -> onnx(
                                        CODE_BY_ANOTHER_NAME,
                                        kind.getKey() + " as weights",
                                        "whatever its name says",
                                        directory -> directory
                                                .put(
                                                        "model.onnx",
                                                        TinyOnnx.withExternalData(2, "w", TinyOnnx.Place.INITIALIZER))
                                                .put("w", kind.getValue()))))
                .flatMap(cases -> cases);
    }

    private static Stream<HostileModel> places() {
        Stream<HostileModel> external = Arrays.stream(TinyOnnx.Place.values())
                .filter(place -> place != TinyOnnx.Place.INITIALIZER)
                .map(place -> onnx(
                        DATA_FROM_OUTSIDE,
                        "weights outside, from " + place,
                        "\"../x\"",
                        directory -> directory.put("model.onnx", TinyOnnx.withExternalData(2, "../x", place))));
        Stream<HostileModel> operators = Stream.of("com.evil", "ai.onnx.contrib", "ai.onnx.ml\u0000")
                .flatMap(domain -> Stream.of(
                        operator(
                                "operator of " + Quoted.of(domain),
                                TinyOnnx.message().bytes(1, node(domain))),
                        operator(
                                "nested operator of " + Quoted.of(domain),
                                TinyOnnx.message()
                                        .bytes(
                                                1,
                                                TinyOnnx.message()
                                                        .bytes(
                                                                5,
                                                                TinyOnnx.message()
                                                                        .bytes(
                                                                                6,
                                                                                TinyOnnx.message()
                                                                                        .bytes(1, node(domain))
                                                                                        .toByteArray())
                                                                        .toByteArray())
                                                        .toByteArray()))));
        return Stream.concat(external, operators);
    }

    private static Stream<HostileModel> links() {
        HostileModel.Step good = directory -> directory.put("model.onnx", GOOD);
        HostileModel.Step apart = directory -> directory
                .put("model.onnx", TinyOnnx.withExternalData(2, "w", TinyOnnx.Place.INITIALIZER))
                .put("w", TinyOnnx.raw(1, 2));
        return Stream.of(
                onnx(DATA_FROM_OUTSIDE, "weights that are a link", "is a link", apart)
                        .thenChanged(d -> Files.createSymbolicLink(gone(d, "w"), d.secret())),
                onnx(DATA_FROM_OUTSIDE, "weights that are a hard link", "hard links", apart)
                        .thenChanged(d -> SpecialFiles.hardLink(gone(d, "w"), d.secret())),
                onnx(DATA_FROM_OUTSIDE, "model that is a link", "is a link", good)
                        .thenChanged(d -> Files.createSymbolicLink(gone(d, "model.onnx"), d.secret())),
                onnx(DATA_FROM_OUTSIDE, "model that is a hard link", "hard links", good)
                        .thenChanged(d -> SpecialFiles.hardLink(gone(d, "model.onnx"), d.secret())),
                onnx(EXHAUSTION, "model that is a pipe", "a device", good)
                        .thenChanged(d -> SpecialFiles.pipe(gone(d, "model.onnx"))),
                onnx(CODE_BESIDE_THE_MODEL, "directory of links", "is a link", good)
                        .thenChanged(d -> Files.createSymbolicLink(
                                d.path().resolve("classes"), d.secret().getParent())),
                onnx(OTHER_BYTES, "file that came later", "not in the manifest", good)
                        .thenChanged(d -> d.put("later.txt", text("later"))),
                onnx(OTHER_BYTES, "file that is gone", "is missing", apart).thenChanged(d -> gone(d, "w")),
                onnx(OTHER_BYTES, "file that has grown", "size of the manifest", apart)
                        .thenChanged(d -> d.put("w", new byte[99])));
    }

    private static Stream<HostileModel> malformed() {
        Map<String, byte[]> models = new TreeMap<>();
        IntStream.of(1, 7, GOOD.length / 4, GOOD.length / 2, GOOD.length * 3 / 4)
                .forEach(length -> models.put("cut to " + length + " bytes", Arrays.copyOf(GOOD, length)));
        models.put("empty", new byte[0]);
        models.put("text", text("<html>Not Found</html>"));
        models.put("no graph", TinyOnnx.message().number(1, 8).toByteArray());
        models.put("group", appended(bytes(0x0B, 0x0C)));
        models.put("field 0", appended(bytes(0x02, 0)));
        models.put("unknown wire form", appended(bytes(0x0F)));
        models.put("number without end", appended(repeated(0xFF, 20)));
        models.put("field number of 36 bits", appended(bytes(0xBA, 0x80, 0x80, 0x80, 0x10, 0)));
        models.put("length behind the end", appended(bytes(0x3A, 0x7F)));
        models.put(
                "length that is negative",
                appended(bytes(0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1)));
        models.put("length of the graph changed", changed(4));
        models.put("deep graphs", deep());
        Stream<HostileModel> onnx = models.entrySet().stream()
                .map(model -> onnx(
                        MALFORMED,
                        "ONNX, " + model.getKey(),
                        "is not onnx",
                        directory -> directory.put("model.onnx", model.getValue())));
        List<String> twice = new ArrayList<>(HostileZip.PARTS);
        twice.add(HostileZip.PARTS.get(0));
        byte[] whole = HostileZip.withEntries(List.of());
        return Stream.concat(
                onnx,
                Stream.of(
                        HostileModel.of(
                                MALFORMED,
                                "parameters, cut",
                                "DJL",
                                "djl-params",
                                directory -> directory.put("n-0000.params", text("DJL"))),
                        onnx(
                                MALFORMED,
                                "two models",
                                "exactly one",
                                directory -> directory.put("a.onnx", GOOD).put("b.onnx", GOOD)),
                        torch(ARCHIVE, "zip, cut", "is not torchscript", Arrays.copyOf(whole, whole.length - 30)),
                        torch(
                                ARCHIVE,
                                "zip that leads out",
                                "outside",
                                HostileZip.withEntries(List.of("t/../../evil"))),
                        torch(ARCHIVE, "zip that leads up", "outside", HostileZip.withEntries(List.of("../evil"))),
                        torch(
                                ARCHIVE,
                                "zip with an absolute path",
                                "outside",
                                HostileZip.withEntries(List.of("/etc/evil"))),
                        torch(ARCHIVE, "zip with a drive", "outside", HostileZip.withEntries(List.of("C:/evil"))),
                        torch(
                                ARCHIVE,
                                "zip with backslashes",
                                "outside",
                                HostileZip.withEntries(List.of("t\\..\\evil"))),
                        torch(ARCHIVE, "zip with a line break", "outside", HostileZip.withEntries(List.of("t/a\nb"))),
                        torch(
                                ARCHIVE,
                                "zip with two directories",
                                "more than one",
                                HostileZip.withEntries(List.of("u/a"))),
                        torch(ARCHIVE, "zip with a name twice", "two entries", HostileZip.overlapping(twice, 0)),
                        torch(
                                ARCHIVE,
                                "zip of overlapping entries",
                                "overlap",
                                HostileZip.overlapping(HostileZip.PARTS, 5_000)),
                        torch(EXHAUSTION, "zip bomb", "zip bomb", HostileZip.of(bomb())),
                        torch(
                                EXHAUSTION,
                                "zip of too many entries",
                                "more than 10000",
                                HostileZip.withEntries(IntStream.range(0, 10_001)
                                        .mapToObj(n -> "t/" + n)
                                        .toList()))));
    }

    private static Map<String, byte[]> bomb() {
        Map<String, byte[]> entries = new TreeMap<>();
        HostileZip.PARTS.forEach(name -> entries.put(name, new byte[] {'.'}));
        entries.put("t/data/0", new byte[8 << 20]);
        return entries;
    }

    private static HostileModel onnx(Threat threat, String attack, String reason, HostileModel.Step files) {
        return HostileModel.of(threat, attack, reason, "onnx", files);
    }

    private static HostileModel torch(Threat threat, String attack, String reason, byte[] content) {
        return HostileModel.of(threat, attack, reason, "torchscript", directory -> directory.put("model.pt", content));
    }

    private static HostileModel external(String attack, String reason, String... keysAndValues) {
        Message tensor = TinyOnnx.message().number(1, 2).number(2, 1).text(8, "w");
        for (int index = 0; index < keysAndValues.length; index += 2) {
            tensor.bytes(
                    13,
                    TinyOnnx.message()
                            .text(1, keysAndValues[index])
                            .text(2, keysAndValues[index + 1])
                            .toByteArray());
        }
        byte[] graph = TinyOnnx.message().bytes(5, tensor.toByteArray()).toByteArray();
        return onnx(
                DATA_FROM_OUTSIDE,
                "weights with " + attack,
                reason,
                directory -> directory
                        .put(
                                "model.onnx",
                                appended(TinyOnnx.message().bytes(7, graph).toByteArray()))
                        .put("w", TinyOnnx.raw(1, 2)));
    }

    private static HostileModel operator(String attack, Message graph) {
        byte[] model = appended(TinyOnnx.message().bytes(7, graph.toByteArray()).toByteArray());
        return onnx(
                SETTINGS_THAT_LOAD_CODE,
                attack,
                "a native library would have to bring",
                directory -> directory.put("model.onnx", model));
    }

    private static byte[] node(String domain) {
        return TinyOnnx.message().text(2, "z").text(4, "Evil").text(7, domain).toByteArray();
    }

    private static byte[] deep() {
        Message graph = TinyOnnx.message().text(2, "innermost");
        for (int depth = 0; depth < 60; depth++) {
            byte[] attribute = TinyOnnx.message().bytes(6, graph.toByteArray()).toByteArray();
            graph = TinyOnnx.message()
                    .bytes(1, TinyOnnx.message().bytes(5, attribute).toByteArray());
        }
        return TinyOnnx.message().bytes(7, graph.toByteArray()).toByteArray();
    }

    private static byte[] appended(byte[] bytes) {
        return TinyOnnx.message().raw(GOOD).raw(bytes).toByteArray();
    }

    private static byte[] changed(int index) {
        byte[] model = GOOD.clone();
        model[index] ^= 0x15;
        return model;
    }

    private static Path gone(HostileModel.Directory directory, String file) throws IOException {
        Path path = directory.path().resolve(file);
        Files.delete(path);
        return path;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] repeated(int value, int count) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int index = 0; index < values.length; index++) {
            bytes[index] = (byte) values[index];
        }
        return bytes;
    }
}
