package dev.llmdriver.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.Capabilities;
import dev.llmdriver.Capability;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.ModelOffer;
import dev.llmdriver.Price;
import dev.llmdriver.Support;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands beside chat, and how they are misused. */
class CommandsTest {
    @TempDir
    private Path folder;

    private Cli cli;

    @BeforeEach
    void newCli() {
        cli = new Cli(folder);
    }

    @Test
    void driversShowTheirOptions() {
        assertThat(cli.run("drivers")).isZero();
        assertThat(cli.out()).isEqualTo("""
                scripted
                  api-key       the provider's key; also from SCRIPTED_KEY
                  base-url      where the provider is, such as https://host/v1
                  headers.NAME  a header to add to every request
                """);
    }

    @Test
    void modelsAreATable() {
        cli.driver.models = models();
        assertThat(cli.run("models", "-m", "scripted")).isZero();
        assertThat(cli.out()).isEqualTo("""
                MODEL   CONTEXT  $/M IN     $/M OUT  CAN
                org/a   131072   0.10-0.20  0.60     tools image_input
                org/bb  ?        ?          ?
                """);
    }

    @Test
    void modelsAreJsonToo() {
        cli.driver.models = models();
        cli.run("models", "-m", "scripted", "--json");
        assertThat(cli.out())
                .isEqualTo("{\"models\":[{\"id\":\"org/a\",\"contextWindow\":131072,"
                        + "\"capabilities\":[\"tools\",\"image_input\"],\"offers\":["
                        + "{\"provider\":\"p\",\"live\":true,"
                        + "\"inputDollarsPerMillion\":0.1,\"outputDollarsPerMillion\":0.6},"
                        + "{\"provider\":\"q\",\"live\":false,"
                        + "\"inputDollarsPerMillion\":0.2,\"outputDollarsPerMillion\":0.6}]},"
                        + "{\"id\":\"org/bb\",\"capabilities\":[],\"offers\":[]}]}\n");
    }

    private static List<ModelInfo> models() {
        return List.of(
                ModelInfo.builder("org/a")
                        .contextWindow(131072)
                        .capabilities(Capabilities.unknown()
                                .with(Support.YES, Capability.TOOLS, Capability.IMAGE_INPUT)
                                .with(Support.NO, Capability.SEED))
                        .offers(List.of(
                                ModelOffer.builder("p")
                                        .price(Price.ofDollarsPerMillion(0.1, 0.6))
                                        .build(),
                                ModelOffer.builder("q")
                                        .live(false)
                                        .price(Price.ofDollarsPerMillion(0.2, 0.6))
                                        .build()))
                        .build(),
                ModelInfo.builder("org/bb").build());
    }

    @Test
    void explainShowsTheRequestAndEachFate() {
        assertThat(cli.run("explain", "-m", "scripted:m", "hi")).isZero();
        assertThat(cli.out()).isEqualTo("""
                POST https://scripted/v1/chat
                Authorization: Bearer ****

                {"stream":true}

                messages  sent
                topK      dropped  unknown here
                """);
        assertThat(cli.driver.requests).isEmpty();
    }

    @Test
    void explainShowsWhoStandsInToo() {
        assertThat(cli.run("explain", "-m", "scripted:m", "--fallback", "scripted:n, scripted:o", "hi"))
                .isZero();
        assertThat(cli.out().lines().filter(line -> line.startsWith("target")))
                .containsExactly("target 1: scripted:m", "target 2: scripted:n", "target 3: scripted:o");
        assertThat(cli.out()).contains("\n\ntarget 2: scripted:n\nPOST https://scripted/v1/chat\n");
        Cli json = new Cli(folder);
        assertThat(json.run("explain", "-m", "scripted:m", "--fallback=scripted:n", "--json", "hi"))
                .isZero();
        assertThat(json.out())
                .startsWith("{\"ref\":\"scripted:m\",\"method\":\"POST\"")
                .contains("\"fallback\":[{\"ref\":\"scripted:n\",\"method\":\"POST\"");
    }

    @Test
    void aListOfFallbacksIsCheckedAsAWhole() {
        assertThat(cli.chat("--fallback", "scripted:m,scriptde:n,nobody", "hi")).isEqualTo(2);
        assertThat(cli.err())
                .startsWith("error: configuration: 'scripted:m' is the model itself; name others")
                .contains("did you mean 'scripted:n'?")
                .contains("no model is named 'nobody'")
                .contains("; providers are ")
                .hasLineCount(1);
        assertThat(cli.driver.requests).isEmpty();
    }

    @Test
    void helpAndVersionAreNoErrors() {
        assertThat(cli.run("--help")).isZero();
        assertThat(cli.out()).contains("chat", "drivers", "models", "doctor", "explain", "embed");
        Cli chat = new Cli(folder);
        assertThat(chat.run("chat", "--help")).isZero();
        assertThat(chat.out())
                .contains(
                        "-m",
                        "-s",
                        "-i",
                        "--no-stream",
                        "--fallback",
                        "--json",
                        "-o",
                        "-P",
                        "-f",
                        "--tools",
                        "--schema",
                        "--verbose");
        Cli version = new Cli(folder);
        assertThat(version.run("--version")).isZero();
        assertThat(version.out()).startsWith("llm ");
    }

    @Test
    void misuseIsOneLineThatRepeatsNoValue() {
        assertMisuse(
                "say what to do: llm chat, drivers, models, doctor, explain, embed, pull, batch or serve; see llm --help");
        assertMisuse("unknown command; did you mean 'chat'?; see llm --help", "chatt");
        assertMisuse("unknown option '--api-key'; see llm chat --help", "chat", "--api-key=hf_planted", "hi");
        assertMisuse(
                "-P takes key=value, but got a text without a key or without '='",
                "chat",
                "-m",
                "scripted:m",
                "-P",
                "hf_planted",
                "hi");
        assertMisuse("unknown command; see llm --help", "hf_planted_in_the_wrong_place");
        assertMisuse(
                "there are more words than the command takes; see llm batch --help",
                "batch",
                "in",
                "out",
                "hf_planted");
    }

    private void assertMisuse(String message, String... args) {
        Cli misused = new Cli(folder);
        assertThat(misused.run(args)).isEqualTo(2);
        assertThat(misused.out()).isEmpty();
        assertThat(misused.err()).isEqualTo("error: configuration: " + message + "\n");
    }

    @Test
    void optionsOfTheDriverReachItOrAreRefusedWithANearName() {
        cli.chat("-P", "api-key=hf_planted", "-P", "headers.X-Team=a=b", "hi");
        assertThat(cli.driver.opened).hasSize(1);
        Cli wrong = new Cli(folder);
        assertThat(wrong.chat("-P", "base-ulr=http://localhost", "hi")).isEqualTo(2);
        assertThat(wrong.err()).contains("did you mean 'llm.scripted.base-url'?");
        Cli malformed = new Cli(folder);
        assertThat(malformed.chat("-P", "base-url=nonsense", "hi")).isEqualTo(2);
        assertThat(malformed.err()).contains("expected an address such as https://host/path, but got 'nonsense'");
    }
}
