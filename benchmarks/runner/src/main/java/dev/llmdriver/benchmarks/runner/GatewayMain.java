package dev.llmdriver.benchmarks.runner;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Measures what a gateway adds: the same work straight to the provider, and through {@code ./llm serve} and LiteLLM. */
public final class GatewayMain {
    private GatewayMain() {}

    public static void main(String[] args) throws Exception {
        Options options = Options.parse(args);
        Cpus cpus = Cpus.choose(options);
        List<ObjectNode> rows = new ArrayList<>();
        Files.createDirectories(options.out());
        try (Server server = Server.start(options, cpus)) {
            Gateways gateways = new Gateways(options, cpus, server);
            int width = options.number("width", 1000);
            try (Gateway direct = Gateway.none(server)) {
                measure(options, cpus, direct, rows);
            }
            try (Gateway llm = gateways.llm(width)) {
                measure(options, cpus, llm, rows);
            }
            Optional<String> program = liteLlm();
            if (program.isPresent()) {
                try (Gateway other = gateways.liteLlm(program.get())) {
                    measure(options, cpus, other, rows);
                }
            } else {
                System.out.println("litellm is not on the PATH, so there is no other gateway to compare with");
            }
        }
        String report = GatewayReport.markdown(rows);
        Files.writeString(options.out().resolve("report.md"), report);
        System.out.println(report);
        System.out.println("written to " + options.out());
    }

    private static void measure(Options options, Cpus cpus, Gateway through, List<ObjectNode> rows)
            throws IOException, InterruptedException {
        List<String> wanted = options.list("workloads");
        for (Load load : Load.all(options)) {
            for (int i = 0; i < options.number("reps", 1); i++) {
                if (wanted.isEmpty() || wanted.contains(load.id())) {
                    ObjectNode row = load.run(options, cpus, through, i);
                    rows.add(row);
                    System.out.println(GatewayReport.shortly(row));
                    Files.writeString(
                            options.out().resolve("rows.jsonl"),
                            row + "\n",
                            StandardCharsets.UTF_8,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.APPEND);
                }
            }
        }
    }

    private static Optional<String> liteLlm() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(folder -> Path.of(folder, "litellm"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }
}
