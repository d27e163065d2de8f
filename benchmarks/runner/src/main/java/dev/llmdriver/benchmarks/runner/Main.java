package dev.llmdriver.benchmarks.runner;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Measures what the options ask for, or makes the tables of former rows again. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
        Options options = Options.parse(args);
        List<ObjectNode> rows;
        if (options.has("report")) {
            rows = new ArrayList<>();
            for (String file : options.text("report", "").split(",")) {
                rows.addAll(Rows.read(Path.of(file)));
            }
        } else {
            rows = measure(options);
        }
        Path out = options.out();
        Files.createDirectories(out);
        String report = report(options, new Results(rows), args);
        Files.writeString(out.resolve("report.md"), report);
        System.out.println(report);
        System.out.println("written to " + out);
        if (options.has("check")
                && rows.stream().anyMatch(row -> !Rows.fault(row).isEmpty())) {
            System.exit(1);
        }
    }

    private static String report(Options options, Results results, String... args) {
        List<String> shown = new ArrayList<>(List.of(args));
        shown.removeIf(argument -> argument.startsWith("--home="));
        return "`benchmarks/run " + String.join(" ", shown) + "` on Java " + Runtime.version() + ", "
                + System.getProperty("os.name") + ", " + Runtime.getRuntime().availableProcessors() + " cores"
                + (options.quick() ? "; quick, so only a look" : "") + "\n" + Report.markdown(results)
                + (options.has("check") ? "" : Verdict.markdown(results));
    }

    private static List<ObjectNode> measure(Options options) throws IOException, InterruptedException {
        List<Entry> entries = Entry.wanted(options);
        List<Case> cases = Case.wanted(options);
        Cpus cpus = Cpus.choose(options);
        Rows rows = new Rows(options.out());
        try (Server server = Server.start(options, cpus)) {
            new Measurement(new Launch(options, cpus, server), entries, cases, rows).run();
        }
        return rows.all();
    }
}
