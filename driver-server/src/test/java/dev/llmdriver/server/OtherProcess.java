package dev.llmdriver.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A process of Java with the tests' own classes, which is heard line by line, and may be killed at any moment. */
public final class OtherProcess implements AutoCloseable {
    private static final long LISTENING_MILLIS = 100;

    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private final CompletableFuture<Void> end;

    private OtherProcess(Process process) {
        this.process = process;
        this.end = CompletableFuture.runAsync(this::listen, task -> new Thread(task, "other-process").start());
    }

    /**
     * Starts this class's {@code main}. The folder is the first argument, and where the process puts what it would leave behind when it
     * is killed.
     */
    public static OtherProcess start(Class<?> main, Path folder, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                folder.toString()));
        command.addAll(List.of(arguments));
        return new OtherProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    private void listen() {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                add(line);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    private synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** {@return the first line it says} */
    public String first() throws Exception {
        return awaitLines(1).get(0);
    }

    /** {@return what it has said, at least so many lines} */
    public synchronized List<String> awaitLines(int number) throws Exception {
        long latest = System.nanoTime() + Stage.PATIENCE.toNanos();
        while (lines.size() < number) {
            long left = TimeUnit.NANOSECONDS.toMillis(latest - System.nanoTime());
            if (left <= 0 || end.isDone()) {
                throw new IOException("the other process said no more than " + lines);
            }
            wait(Math.min(left, LISTENING_MILLIS));
        }
        return lines();
    }

    /** Sends SIGTERM. */
    public void end() {
        process.toHandle().destroy(); // Process.destroy would close its input, too, and so end it at once
    }

    /** Sends SIGKILL; {@return all that it has said} */
    public List<String> kill() throws Exception {
        process.toHandle().destroyForcibly();
        awaitEnd();
        end.get(Stage.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return lines();
    }

    /** Returns when it has ended. */
    public void awaitEnd() throws InterruptedException {
        if (!endsWithin(Stage.PATIENCE.toMillis())) {
            throw new IllegalStateException("the other process does not end");
        }
    }

    /** {@return whether it ends within this time} */
    public boolean endsWithin(long millis) throws InterruptedException {
        return process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
