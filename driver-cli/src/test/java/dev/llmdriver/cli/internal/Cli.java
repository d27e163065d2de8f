package dev.llmdriver.cli.internal;

import dev.llmdriver.LlmDrivers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Runs the command inside the test's process and keeps what it said. */
final class Cli {
    final ScriptedDriver driver = new ScriptedDriver();
    final Map<String, String> environment = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Path folder;
    private Io.Terminals terminals = Io.Terminals.NONE;
    private InputStream in = InputStream.nullInputStream();
    private OutputStream sink = out;
    private Supplier<LlmDrivers> drivers = () -> LlmDrivers.of(driver);

    Cli(Path folder) {
        this.folder = folder;
    }

    /** With the drivers on the class path instead of the scripted one. */
    Cli withInstalledDrivers() {
        drivers = LlmDrivers::load;
        return this;
    }

    Cli onTerminal() {
        terminals = new Io.Terminals(false, true, true);
        return this;
    }

    Cli terminals(boolean in, boolean out, boolean err) {
        terminals = new Io.Terminals(in, out, err);
        return this;
    }

    Cli input(byte[] bytes) {
        in = new ByteArrayInputStream(bytes);
        return this;
    }

    Cli input(String text) {
        return input(text.getBytes(StandardCharsets.UTF_8));
    }

    Cli writingTo(OutputStream other) {
        sink = other;
        return this;
    }

    int run(String... args) {
        Io io = new Io(
                in,
                new Output(sink),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                terminals,
                environment,
                Map.of(),
                folder);
        return Llm.run(io, drivers, args);
    }

    /** Runs {@code chat} with the scripted model. */
    int chat(String... args) {
        return run(Stream.concat(Stream.of("chat", "-m", "scripted:m"), Stream.of(args))
                .toArray(String[]::new));
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
