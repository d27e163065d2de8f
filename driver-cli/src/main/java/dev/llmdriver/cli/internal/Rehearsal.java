package dev.llmdriver.cli.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs the command once in every way that should start fast, while the JVM notes which classes that takes: what it writes at its end
 * is the archive with which later starts find them ready. Nothing leaves the machine, and nothing of the user's is read.
 */
public final class Rehearsal {
    private static final String MAIN = "dev.llmdriver.cli.Main";

    /** Of nobody's; but there always is one. */
    private static final Map<String, String> ENVIRONMENT = Map.of("REHEARSAL", "true");

    private static final Io.Terminals TERMINAL = new Io.Terminals(false, true, true);

    private final Path folder;
    private final RehearsalServer server;
    private final List<String> failed = new ArrayList<>();

    private Rehearsal(Path folder, RehearsalServer server) {
        this.folder = folder;
        this.server = server;
    }

    /**
     * Rehearses, and ends with 0 if all went well.
     *
     * @param args a folder without configuration
     * @throws IOException if no loopback server can be opened
     * @throws ClassNotFoundException if the command has no main class
     */
    public static void main(String[] args) throws IOException, ClassNotFoundException {
        Class.forName(MAIN); // not more, as it ends the process
        Silence.keep();
        Interrupts.install();
        Io.ofProcess();
        List<String> failed = run(Path.of(args[0]));
        Interrupts.finished();
        if (!failed.isEmpty()) {
            System.exit(1);
        }
    }

    /** {@return the calls that failed and should not have} */
    static List<String> run(Path folder) throws IOException {
        try (RehearsalServer server = RehearsalServer.start()) {
            Rehearsal rehearsal = new Rehearsal(folder, server);
            rehearsal.calls();
            return rehearsal.failed;
        }
    }

    private void calls() {
        succeed(Io.Terminals.NONE, "chat", "-m", "demo:assistant", "-P", "pace=1ms", "Hello");
        for (Io.Terminals terminals : List.of(Io.Terminals.NONE, TERMINAL)) {
            chat(terminals, "huggingface:a/b", "base-url=" + server.http() + "/v1");
            chat(terminals, "gemini:a", "base-url=" + server.http());
            chat(terminals, "ollama:a", "base-url=" + server.http());
        }
        chat(Io.Terminals.NONE, "huggingface:a/b", "base-url=" + server.http() + "/v1", "--json");
        succeed(Io.Terminals.NONE, "--help");
        // It fails, as nobody speaks TLS there; until then it is what every real call begins with.
        run(
                Io.Terminals.NONE,
                "chat",
                "-m",
                "huggingface:a/b",
                "-P",
                "base-url=" + server.http().replace("http:", "https:") + "/v1",
                "-P",
                "api-key=none",
                "-o",
                "max-attempts=1",
                "Hello");
    }

    private void chat(Io.Terminals terminals, String model, String address, String... more) {
        List<String> args = new ArrayList<>(List.of("chat", "-m", model, "-P", address));
        if (!model.startsWith("ollama:")) {
            args.addAll(List.of("-P", "api-key=none"));
        }
        args.addAll(List.of(more));
        args.add("Hello");
        succeed(terminals, args.toArray(String[]::new));
    }

    private void succeed(Io.Terminals terminals, String... args) {
        if (run(terminals, args) != ExitCodes.FINE) {
            failed.add(String.join(" ", args));
        }
    }

    private int run(Io.Terminals terminals, String... args) {
        PrintStream err = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        Output out = new Output(OutputStream.nullOutputStream());
        return Llm.run(new Io(InputStream.nullInputStream(), out, err, terminals, ENVIRONMENT, Map.of(), folder), args);
    }
}
