package dev.llmdriver.benchmarks.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Archives of classes that are ready to use, as {@code ./llm} makes one: written at the end of a run, used by others. */
final class Archives {
    private final Launch launch;

    Archives(Launch launch) {
        this.launch = launch;
    }

    /** Makes a new one for a contestant: an old one could be of other classes. */
    void make(Entry entry, Case of) throws IOException, InterruptedException {
        Path archive = path(entry);
        Files.deleteIfExists(archive);
        List<String> jvm = new ArrayList<>(of.jvm());
        jvm.add("-XX:ArchiveClassesAtExit=" + archive);
        Case once = new Case(of.id(), of.workload(), 1, List.of("exit"), jvm, of.timeoutSeconds() + 60, 1);
        String fault = Rows.fault(Fresh.run(launch, once, entry, 0, jvm));
        if (!fault.isEmpty() || !Files.exists(archive)) {
            System.out.println("no archive of classes for " + entry.name() + " " + entry.protocol() + " " + fault);
        }
    }

    /** The flags that use it. */
    List<String> flags(Entry entry) {
        return List.of("-Xshare:auto", "-XX:SharedArchiveFile=" + path(entry));
    }

    private static Path path(Entry entry) {
        return entry.module().resolve("target/" + entry.name() + "-" + entry.protocol() + ".jsa");
    }
}
