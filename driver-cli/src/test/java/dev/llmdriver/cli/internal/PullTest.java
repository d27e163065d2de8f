package dev.llmdriver.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.testkit.OllamaPull;
import dev.llmdriver.testkit.OllamaTwin;
import dev.llmdriver.testkit.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Downloads from an Ollama, and the other commands over the same. */
@Timeout(60)
class PullTest {
    @TempDir
    private Path folder;

    private OllamaTwin twin;
    private Cli cli;

    @BeforeEach
    void start() {
        twin = OllamaTwin.start();
        cli = newCli();
    }

    private Cli newCli() {
        Cli fresh = new Cli(folder).withInstalledDrivers();
        fresh.environment.put("OLLAMA_HOST", "127.0.0.1:" + twin.port());
        return fresh;
    }

    @AfterEach
    void stop() {
        twin.close();
    }

    @Test
    void whatStandsBeforeAColonIsAProviderOnlyIfThereIsOne() throws IOException {
        Files.writeString(folder.resolve("llm.properties"), """
                llm.providers.home.driver=ollama
                llm.providers.home.base-url=http://127.0.0.1:%d
                """.formatted(twin.port()));
        twin.enqueue(OllamaPull.whole(), OllamaPull.whole());
        assertThat(cli.run("pull", "home:llama3.2:1b")).as(cli.err()).isZero();
        assertThat(cli.run("pull", "-m", "home", "llama3.2:1b")).as(cli.err()).isZero();
        assertThat(twin.requests())
                .extracting(request -> request.json().path("model").asText())
                .containsOnly("llama3.2:1b");
        assertThat(cli.run("pull", "huggingface:org/name")).isEqualTo(2);
        assertThat(cli.err()).contains("'huggingface' has no models to download");
        assertThat(twin.requests()).hasSize(2);
    }

    @Test
    void elsewhereThanOnATerminalEachStatusIsALine() {
        twin.enqueue(OllamaPull.whole());
        assertThat(cli.run("pull", "llama3.2:1b")).isZero();
        assertThat(cli.out()).isEqualTo("""
                pulling manifest
                pulling dde5aa3fc5ff
                pulling 966de95ca8a6
                verifying sha256 digest
                writing manifest
                success
                """);
        assertThat(cli.err()).isEmpty();
        assertThat(twin.requests().get(0).json().path("model").asText()).isEqualTo("llama3.2:1b");
    }

    @Test
    void onATerminalABarGrows() {
        twin.enqueue(OllamaPull.whole());
        assertThat(cli.onTerminal().run("pull", "llama3.2:1b")).isZero();
        assertThat(cli.out())
                .startsWith("\rpulling manifest\u001b[K\n\rpulling dde5aa3fc5ff")
                .contains("\rpulling dde5aa3fc5ff         [============            ]  50% 1.0 GB of 2.0 GB\u001b[K\r")
                .contains("[========================] 100% 1.4 kB of 1.4 kB\u001b[K\n")
                .endsWith("\rsuccess\u001b[K\n");
    }

    @Test
    void jsonIsOneObjectAtTheEnd() {
        twin.enqueue(OllamaPull.whole());
        assertThat(cli.run("pull", "-m", "ollama:llama3.2:1b", "--json")).isZero();
        assertThat(cli.out())
                .isEqualTo(
                        "{\"ref\":\"ollama:llama3.2:1b\",\"status\":\"success\",\"layers\":2,\"bytes\":2019378805}\n");
    }

    @Test
    void aModelIsNamedInManyWays() {
        cli.environment.clear();
        for (String[] args :
                new String[][] {{"pull", "ollama:a:1b"}, {"pull", "a:1b", "-m", "ollama"}, {"pull", "-m", "ollama:a:1b"}
                }) {
            twin.enqueue(OllamaPull.whole());
            String[] all = java.util.Arrays.copyOf(args, args.length + 2);
            all[args.length] = "-P";
            all[args.length + 1] = "base-url=" + twin.baseUri();
            assertThat(cli.run(all)).isZero();
        }
        assertThat(twin.requests())
                .extracting(request -> request.json().path("model").asText())
                .containsExactly("a:1b", "a:1b", "a:1b");
    }

    @Test
    void failuresHaveTheirExitCodes() {
        twin.enqueue(OllamaPull.begin().failure("pull model manifest: file does not exist"));
        assertThat(cli.run("pull", "no-such-model")).isEqualTo(ExitCodes.MODEL);
        assertThat(cli.out()).isEqualTo("pulling manifest\n");
        assertThat(cli.err()).startsWith("error: model_not_found: the registry does not have the model");

        cli = newCli();
        twin.enqueue(OllamaPull.begin().layer("dde5aa3fc5ff", 100, 2).stream());
        assertThat(cli.run("pull", "m")).as("no success").isEqualTo(ExitCodes.TRANSPORT);

        cli = newCli();
        assertThat(cli.run("pull")).isEqualTo(ExitCodes.USAGE);
        assertThat(cli.run("pull", "-m", "demo:assistant")).isEqualTo(ExitCodes.USAGE);
        assertThat(cli.err()).contains("'demo' has no models to download");

        twin.close();
        assertThat(cli.run("pull", "m")).isEqualTo(ExitCodes.TRANSPORT);
        assertThat(cli.err()).contains("error: connect_failed:");
    }

    @Test
    void ctrlCEndsTheDownload() throws Exception {
        Reply stalled =
                OllamaPull.begin().layer("dde5aa3fc5ff", 100, 2).stream().with(reply -> reply.stall());
        twin.enqueue(stalled);
        CompletableFuture<Integer> code = CompletableFuture.supplyAsync(() -> cli.run("pull", "m"));
        twin.awaitRequests(1, Duration.ofSeconds(30));
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!code.isDone() && System.nanoTime() < until) {
            Interrupts.cancel();
            Thread.onSpinWait();
        }
        assertThat(code.get(30, TimeUnit.SECONDS)).isEqualTo(ExitCodes.CANCELLED);
        assertThat(cli.err()).contains("error: cancelled: the download was cancelled");
        twin.awaitClosedByClient(Duration.ofSeconds(30));
    }

    @Test
    void theOtherCommandsKnowOllamaToo() {
        assertThat(cli.run("doctor", "-m", "ollama")).isZero();
        assertThat(cli.out()).contains("ollama: up, Ollama ");
        cli = newCli();
        assertThat(cli.run("models", "-m", "ollama")).isZero();
        assertThat(cli.out()).contains("twin-thinker:latest");
        cli = newCli();
        assertThat(cli.run("drivers")).isZero();
        assertThat(cli.out()).contains("ollama\n").contains("options.NAME").doesNotContainPattern("default.*; default");
        cli = newCli();
        assertThat(cli.run("chat", "-m", "ollama:twin", "-P", "options.num_ctx=2048", "Hi"))
                .isZero();
        assertThat(cli.out()).isNotBlank();
        assertThat(twin.requests()
                        .get(twin.requests().size() - 1)
                        .json()
                        .at("/options/num_ctx")
                        .asInt())
                .isEqualTo(2048);
        cli = newCli();
        assertThat(cli.run("embed", "-m", "ollama:twin-embedder", "Hi")).isZero();
    }

    @Test
    void anOllamaThatIsNotThereIsNoMatterOfKeys() {
        twin.close();
        assertThat(cli.run("doctor", "-m", "ollama")).isEqualTo(ExitCodes.PROVIDER);
        assertThat(cli.out()).contains("ollama: down").contains("ollama serve");
    }

    /** Nearly nobody has set a base URL: where it is is known, but not that it must be started. */
    @Test
    void anErrorSaysHowToStartAnOllamaThatIsNotThere() {
        twin.close();
        assertThat(cli.run("chat", "-m", "ollama:twin", "-o", "max-attempts=1", "Hi"))
                .isEqualTo(7);
        assertThat(cli.err())
                .startsWith("error: connect_failed: nobody answers at 127.0.0.1:" + twin.port() + "; start Ollama")
                .contains("ollama serve", "OLLAMA_HOST");
        cli = newCli();
        assertThat(cli.run("models", "-m", "ollama")).isEqualTo(7);
        assertThat(cli.err()).contains("ollama serve");
    }
}
