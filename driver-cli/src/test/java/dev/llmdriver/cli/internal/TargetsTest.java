package dev.llmdriver.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.llmdriver.testkit.HuggingFaceErrors;
import dev.llmdriver.testkit.HuggingFaceTwin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several targets, limits and budgets of the file in the folder, over real HTTP. */
@Timeout(60)
class TargetsTest {
    @TempDir
    private Path folder;

    private HuggingFaceTwin twin;
    private HuggingFaceTwin spare;
    private Cli cli;

    @BeforeEach
    void start() {
        twin = HuggingFaceTwin.start().requireToken("hf_first");
        spare = HuggingFaceTwin.start().requireToken("hf_spare");
        cli = new Cli(folder).withInstalledDrivers();
    }

    @AfterEach
    void stop() {
        twin.close();
        spare.close();
    }

    private void configure(String... lines) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "llm.model=main",
                "llm.retry.max-attempts=1",
                "llm.models.main.model=huggingface:twin/echo",
                "llm.huggingface.base-url=" + twin.v1(),
                "llm.huggingface.api-key=hf_first",
                "llm.providers.spare.driver=huggingface",
                "llm.providers.spare.base-url=" + spare.v1(),
                "llm.providers.spare.api-key=hf_spare"));
        all.addAll(List.of(lines));
        Files.write(folder.resolve("llm.properties"), all);
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(cli.out());
    }

    @Test
    void theNextTargetAnswersWithItsOwnKey() throws IOException {
        configure("llm.models.main.fallback=spare:twin/echo");
        twin.enqueue(HuggingFaceErrors.overloaded());

        assertThat(cli.run("chat", "--json", "Hello")).as(cli.err()).isZero();

        assertThat(json().path("ref").asText()).isEqualTo("spare:twin/echo");
        assertThat(json().path("attempts").get(0).path("ref").asText()).isEqualTo("huggingface:twin/echo");
        assertThat(json().path("attempts").get(1).path("purpose").asText()).isEqualTo("fallback");
        assertThat(spare.requests()).hasSize(1);
    }

    @Test
    void theCommandMayNameIt() throws IOException {
        configure();
        twin.enqueue(HuggingFaceErrors.overloaded());

        assertThat(cli.run("chat", "--fallback", "spare:twin/echo", "Hello"))
                .as(cli.err())
                .isZero();

        assertThat(cli.out()).startsWith("Hello! I am the demo");
        assertThat(spare.requests()).hasSize(1);
    }

    @Test
    void allFailingEndsByTheFirstOnesCodeAndTellsEachOnes() throws IOException {
        configure("llm.models.main.fallback=spare:twin/echo");
        twin.enqueue(HuggingFaceErrors.creditsExhausted(), HuggingFaceErrors.creditsExhausted());
        spare.enqueue(HuggingFaceErrors.badGateway(), HuggingFaceErrors.badGateway());

        assertThat(cli.run("chat", "Hello")).isEqualTo(5);
        assertThat(cli.err()).startsWith("error: targets_exhausted: ").hasLineCount(1);

        cli = new Cli(folder).withInstalledDrivers();
        assertThat(cli.run("chat", "--json", "--no-stream", "Hello")).isEqualTo(5);
        JsonNode error = json().path("error");
        assertThat(error.path("kind").asText()).isEqualTo("targets_exhausted");
        assertThat(error.path("targets")).hasSize(2);
        assertThat(error.path("targets").get(0).path("ref").asText()).isEqualTo("huggingface:twin/echo");
        assertThat(error.path("targets").get(0).path("kind").asText()).isEqualTo("quota_exhausted");
        assertThat(error.path("targets").get(1).path("ref").asText()).isEqualTo("spare:twin/echo");
        assertThat(error.path("targets").get(1).path("kind").asText()).isEqualTo("server_error");
    }

    @Test
    void aLimitThatAdmitsNothingSendsNothing() throws IOException {
        configure("llm.models.main.limits.tokens-per-minute=1");

        assertThat(cli.run("chat", "Hello")).isEqualTo(5);

        assertThat(cli.err()).startsWith("error: limit_exceeded: ").hasLineCount(1);
        assertThat(twin.requests()).isEmpty();
    }

    @Test
    void aBudgetThatIsTooSmallSendsNothing() throws IOException {
        configure(
                "llm.budget.usd-per-day=0.000001",
                "llm.price.input-per-million=1",
                "llm.price.output-per-million=1",
                "llm.defaults.max-tokens=1000");

        assertThat(cli.run("chat", "--json", "Hello")).isEqualTo(5);

        assertThat(json().path("error").path("kind").asText()).isEqualTo("limit_exceeded");
        assertThat(twin.requests()).isEmpty();
    }

    @Test
    void aPoolOfKeysNamesTheLabelOfEachAttempt() throws IOException {
        twin.requireToken("hf_second");
        configure("llm.huggingface.api-keys.a=hf_first", "llm.huggingface.api-keys.b=hf_second");

        assertThat(cli.run("chat", "--json", "Hello")).as(cli.err()).isZero();

        assertThat(json().path("attempts").get(0).path("keyLabel").asText()).isEqualTo("a");
        assertThat(json().path("attempts").get(0).path("error").asText()).isEqualTo("authentication");
        assertThat(json().path("attempts").get(1).path("keyLabel").asText()).isEqualTo("b");
        assertThat(json().path("attempts").get(1).path("purpose").asText()).isEqualTo("rotate");
    }
}
