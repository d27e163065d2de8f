package dev.llmdriver.benchmarks.runner;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts gateways before a provider, each with the settings that its documentation names for it. */
final class Gateways {
    private static final String KEY = "sk-bench";
    private static final int START_SECONDS = 120;

    private final Options options;
    private final Cpus cpus;
    private final Server server;

    Gateways(Options options, Cpus cpus, Server server) {
        this.options = options;
        this.cpus = cpus;
        this.server = server;
    }

    /** {@code ./llm serve}, with as many connections to its provider as there will be requests at once. */
    Gateway llm(int width) throws IOException {
        List<String> command = new ArrayList<>(cpus.forClient());
        command.add(options.home().resolveSibling("llm").toString());
        command.addAll(List.of("serve", "--port", "0", "--json", "-m", "huggingface:none"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(new File(System.getProperty("java.io.tmpdir"))) // without a configuration
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("LLM_HUGGINGFACE_BASE_URL", "http://127.0.0.1:" + server.port() + "/v1");
        builder.environment().put("LLM_HUGGINGFACE_API_KEY", KEY);
        builder.environment().put("LLM_HUGGINGFACE_POOL_SIZE", Integer.toString(width));
        Process process = builder.start();
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = said.readLine();
        if (line == null) {
            process.destroy();
            throw new IllegalStateException("llm serve did not start");
        }
        String url = Rows.JSON.readTree(line).path("url").asText();
        return new Gateway(
                "llm serve", Integer.toString(URI.create(url).getPort()), "huggingface:", process.pid(), process);
    }

    /** LiteLLM's proxy, one process of it, without its database, its logs and its counting of money. */
    Gateway liteLlm(String program) throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path config = Files.createTempFile("litellm", ".yaml");
        Files.writeString(config, """
                model_list:
                  - model_name: "*"
                    litellm_params: {model: "openai/*", api_base: "http://127.0.0.1:%s/v1", api_key: "%s"}
                litellm_settings: {telemetry: false, set_verbose: false}
                general_settings: {master_key: "%s"}
                """.formatted(server.port(), KEY, KEY));
        List<String> command = new ArrayList<>(cpus.forClient());
        command.addAll(List.of(program, "--config", config.toString(), "--port", Integer.toString(port)));
        command.addAll(List.of("--host", "127.0.0.1", "--num_workers", "1", "--telemetry", "False"));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("LITELLM_LOCAL_MODEL_COST_MAP", "True");
        Process process = builder.start();
        waitFor(process, URI.create("http://127.0.0.1:" + port + "/health/liveliness"));
        return new Gateway("LiteLLM", Integer.toString(port), "", process.pid(), process);
    }

    private static void waitFor(Process process, URI uri) throws InterruptedException {
        for (int i = 0; i < START_SECONDS * 2; i++) {
            if (!process.isAlive()) {
                throw new IllegalStateException(uri + ": the process ended with " + process.exitValue());
            }
            try {
                HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
                if (connection.getResponseCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                // it still starts
            }
            Thread.sleep(500);
        }
        process.destroy();
        throw new IllegalStateException(uri + " did not answer in " + START_SECONDS + " s");
    }
}
