package dev.llmdriver.server.internal.chats;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A process of its own that keeps one turn, says so, and stays until it is killed. */
final class Holder {
    static final String SAID = "kept before the end";

    private Holder() {}

    static Process start(Path folder) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        if (!"kept".equals(out.readLine())) {
            process.destroyForcibly();
            throw new IOException("the other process could not keep anything");
        }
        return process;
    }

    public static void main(String[] folder) throws Exception {
        ChatStore store = new SqlChats(DatabaseSettings.in(Path.of(folder[0])));
        Turn turn = new Turn(Turn.Role.USER, SAID, false, Optional.empty(), java.time.Instant.EPOCH);
        store.add("ann", "c", List.of(turn)).join();
        System.out.println("kept");
        System.in.read(); // its end is the parent's
        Runtime.getRuntime().halt(1);
    }
}
