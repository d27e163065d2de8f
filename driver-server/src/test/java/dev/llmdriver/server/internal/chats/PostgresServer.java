package dev.llmdriver.server.internal.chats;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A PostgreSQL server of the tests' own, in a temporary folder, at a port of the loopback. */
public final class PostgresServer implements AutoCloseable {
    private static final String USER = "llm_test";
    private static final String PASSWORD = "secretOfTheDatabase";
    private static final String OTHER = "nobody";
    private static final int TRIES = 10;

    private final Path programs;
    private final Path folder;
    private int port;

    private PostgresServer(Path programs, Path folder) {
        this.programs = programs;
        this.folder = folder;
    }

    /** Skips a test, and says why, where there can be no such server. */
    public static void assume() {
        Assumptions.assumeTrue(programs().isPresent(), "PostgreSQL's initdb is not installed (Debian: postgresql)");
        Assumptions.assumeTrue(
                !isRoot() || mayBeAnother(),
                "PostgreSQL refuses to be root's, and root may not become " + OTHER + " here");
    }

    /** In some containers root may neither give a file away nor run a program as somebody else. */
    private static boolean mayBeAnother() {
        try {
            Path probe = Files.createTempDirectory("llm-postgres");
            try {
                give(probe);
                return new ProcessBuilder(as(OTHER, List.of("test", "-w", probe.toString())))
                                .start()
                                .waitFor()
                        == 0;
            } finally {
                Files.delete(probe);
            }
        } catch (IOException refused) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void give(Path file) throws IOException {
        Files.setOwner(
                file, file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(OTHER));
    }

    private static List<String> as(String user, List<String> program) {
        return Stream.concat(Stream.of("runuser", "-u", user, "--"), program.stream())
                .toList();
    }

    /** {@return where the newest version's programs are} */
    private static Optional<Path> programs() {
        Path versions = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(versions)) {
            return Optional.empty();
        }
        try (Stream<Path> all = Files.list(versions)) {
            return all.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.naturalOrder());
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    public static PostgresServer start() throws IOException {
        Path folder = Files.createTempDirectory("llm-postgres");
        PostgresServer server = new PostgresServer(programs().orElseThrow(), folder);
        Path password = Files.writeString(folder.resolve("password"), PASSWORD);
        if (isRoot()) {
            give(folder);
            give(password);
        }
        int made = server.run(
                "initdb",
                "-D",
                server.data(),
                "-U",
                USER,
                "-A",
                "scram-sha-256",
                "--pwfile",
                password.toString(),
                "-E",
                "UTF8",
                "--locale=C",
                "-N");
        if (made != 0) {
            throw new IOException("initdb failed: " + Files.readString(server.log()));
        }
        for (int tries = 1; ; tries++) {
            server.port = freePort();
            if (server.begin() == 0) {
                return server;
            }
            if (tries == TRIES) {
                throw new IOException("PostgreSQL does not start: " + Files.readString(server.log()));
            }
        }
    }

    /** Below those that the system gives to connections, so that it is still free after a restart. */
    private static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (IOException taken) {
                // try another one
            }
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private Path log() {
        return folder.resolve("log");
    }

    private int begin() throws IOException {
        String options = "-F -p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=''";
        return run(
                "pg_ctl",
                "-D",
                data(),
                "-w",
                "-t",
                "60",
                "-l",
                folder.resolve("server.log").toString(),
                "-o",
                options,
                "start");
    }

    /** The server refuses to be root's. */
    private int run(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(arguments));
        command.add(0, programs.resolve(program).toString());
        Process process = new ProcessBuilder(isRoot() ? as(OTHER, command) : command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
        try {
            if (process.waitFor(120, TimeUnit.SECONDS)) {
                return process.exitValue();
            }
            process.destroyForcibly();
            throw new IOException(program + " does not end");
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            throw new IOException(program + " was not waited for", interrupted);
        }
    }

    public DatabaseSettings settings() {
        return DatabaseSettings.at("jdbc:postgresql://127.0.0.1:" + port + "/postgres", USER, PASSWORD);
    }

    /** Ends the server as if it had crashed. */
    void kill() throws IOException {
        run("pg_ctl", "-D", data(), "-w", "-m", "immediate", "stop");
    }

    /** Ends all its processes by SIGKILL. */
    public void crash() throws Exception {
        long id = Long.parseLong(
                Files.readAllLines(folder.resolve("data/postmaster.pid")).get(0));
        ProcessHandle main = ProcessHandle.of(id).orElseThrow();
        List<ProcessHandle> all = new ArrayList<>(main.descendants().toList());
        all.add(main);
        all.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle each : all) {
            each.onExit().get(60, TimeUnit.SECONDS);
        }
    }

    public void resume() throws IOException {
        for (int tries = 1; begin() != 0; tries++) { // what was killed may hold on to something for a moment
            if (tries == TRIES) {
                throw new IOException("PostgreSQL does not start again: " + Files.readString(log()));
            }
        }
    }

    @Override
    public void close() throws IOException {
        kill();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
