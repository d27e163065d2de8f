package dev.llmdriver.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.Health;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.testkit.HuggingFaceTwin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which model answers, and what the doctor says of the configuration. */
@Timeout(60)
class ConfiguredTest {
    @TempDir
    private Path folder;

    private Cli cli;

    @BeforeEach
    void newCli() {
        cli = new Cli(folder);
    }

    private void configure(String... lines) throws IOException {
        Files.write(folder.resolve("llm.properties"), java.util.List.of(lines));
    }

    @Test
    void nothingConfiguredLetsTheDemoAnswerAndSaysSo() {
        assertThat(cli.withInstalledDrivers().run("chat", "Hello")).isZero();
        assertThat(cli.out()).startsWith("Hello! I am the demo");
        assertThat(cli.err())
                .startsWith("note: nothing is configured, so the built-in demo answers;")
                .contains("HF_TOKEN", "GEMINI_API_KEY", "ollama:", "llm doctor")
                .hasLineCount(1);
    }

    @Test
    void theDemoAskedForByNameNeedsNoExcuse() {
        assertThat(cli.withInstalledDrivers().run("chat", "-m", "demo:any", "--json", "Hello"))
                .isZero();
        assertThat(cli.out()).startsWith("{\"ref\":\"demo:any\",");
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void aTokenAloneChoosesHuggingFace() {
        cli.environment.put("HF_TOKEN", "hf_test");
        assertThat(cli.withInstalledDrivers().run("explain", "Hello")).isZero();
        assertThat(cli.out()).startsWith("POST https://router.huggingface.co/v1/chat/completions");
        assertThat(cli.out()).doesNotContain("hf_test");
    }

    @Test
    void aKeyAloneChoosesGemini() {
        cli.environment.put("GEMINI_API_KEY", "planted");
        assertThat(cli.withInstalledDrivers().run("explain", "Hello")).isZero();
        assertThat(cli.out())
                .startsWith("POST https://generativelanguage.googleapis.com/v1beta/models/gemini-flash-latest:");
        assertThat(cli.out()).doesNotContain("planted");
        cli.environment.put("HF_TOKEN", "hf_test");
        assertThat(cli.run("explain", "Hello")).isZero();
        assertThat(cli.out()).contains("POST https://router.huggingface.co/");
    }

    @Test
    void theBaseUrlMayComeFromTheEnvironment() {
        try (HuggingFaceTwin twin = HuggingFaceTwin.start()) {
            cli.environment.put("LLM_HUGGINGFACE_BASE_URL", twin.v1().toString());
            cli.environment.put("HF_TOKEN", "hf_test");
            assertThat(cli.withInstalledDrivers().run("chat", "-m", "huggingface:twin/echo", "Hello"))
                    .as(cli.err())
                    .isZero();
            assertThat(twin.requests()).hasSize(1);
        }
    }

    @Test
    void aMissingTokenIsAnErrorThatSaysHowToGetOne() {
        assertThat(cli.withInstalledDrivers().run("chat", "-m", "huggingface:a/b", "Hello"))
                .isEqualTo(3);
        assertThat(cli.err())
                .startsWith("error: authentication: ")
                .contains("HF_TOKEN", "https://huggingface.co/settings/tokens")
                .hasLineCount(1);
    }

    /** Whoever copied a key has set no header. */
    @Test
    void aKeyWithALineBreakIsCalledAKey() {
        cli.environment.put("HF_TOKEN", "hf_planted\nhf_twice");
        cli.environment.put("GEMINI_API_KEY", "planted\u201d");
        for (String model : java.util.List.of("huggingface:a/b", "gemini:gemini-2.5-flash")) {
            assertThat(cli.withInstalledDrivers().run("chat", "-m", model, "Hello"))
                    .isEqualTo(2);
            assertThat(cli.err())
                    .contains("error: configuration: the key ", "set api-key")
                    .doesNotContain("planted");
        }
    }

    @Test
    void theConfiguredModelAnswersAndANamedOneToo() throws IOException {
        configure("llm.model=scripted:standard", "llm.models.other.model=scripted:named");
        assertThat(cli.run("chat", "--json", "hi")).isZero();
        assertThat(cli.run("chat", "--json", "-m", "other", "-P", "api-key=k", "-o", "max-attempts=2", "hi"))
                .isZero();
        assertThat(cli.out()).contains("{\"ref\":\"scripted:standard\"", "{\"ref\":\"scripted:named\"");
    }

    /** Many a local server wants a key, but not a secret one: its own name will do. */
    @Test
    void aModelThatHasTheKeyInItsNameIsAskedByItsName() throws IOException {
        configure("llm.model=scripted:m-4711", "llm.scripted.api-key=scripted");
        assertThat(cli.run("chat", "--json", "hi")).as(cli.err()).isZero();
        assertThat(cli.out()).contains("{\"ref\":\"scripted:m-4711\"");
        assertThat(cli.run("doctor")).isZero();
        assertThat(cli.out()).contains("model     ****:m-4711 (by llm.model)");
    }

    @Test
    void aSecondInstanceTakesItsOwnOptions() throws IOException {
        configure("llm.providers.mine.driver=scripted");
        assertThat(cli.run("chat", "-m", "mine:m", "-P", "base-url=http://localhost:1", "hi"))
                .isZero();
        assertThat(cli.driver.opened.get(0).get(CommonOptions.BASE_URL)).contains(URI.create("http://localhost:1"));
        assertThat(cli.driver.opened.get(0).providerName()).isEqualTo("mine");
    }

    @Test
    void whatIsWorthKnowingOfTheConfigurationIsSaid() throws IOException {
        configure("llm.model=scripted:m", "llm.gemini.api-key=k");
        assertThat(cli.run("chat", "hi")).isZero();
        assertThat(cli.err()).startsWith("note: ").contains("driver-gemini").hasLineCount(1);
    }

    @Test
    void unknownDriversAndNamesAreRefusedWithAProposal() {
        assertRefused("no provider or driver 'scriptde'", "scriptde:m", "did you mean 'scripted:m'?");
        assertRefused("no driver 'gemini'", "gemini:flash", "dev.llmdriver:driver-gemini");
        assertRefused("no model is named 'llama'", "llama", "provider:model");
        assertRefused("'scripted' is a provider; add the model", "scripted", "llm models -m scripted");
    }

    private void assertRefused(String message, String model, String remedy) {
        Cli refused = new Cli(folder);
        assertThat(refused.run("chat", "-m", model, "hi")).isEqualTo(2);
        assertThat(refused.err())
                .startsWith("error: configuration: " + message)
                .contains(remedy)
                .hasLineCount(1);
    }

    @Test
    void anOptionWithoutAModelIsRefused() {
        assertThat(cli.withInstalledDrivers().run("chat", "-P", "base-url=http://localhost", "hi"))
                .isEqualTo(2);
        assertThat(cli.err()).contains("no model is chosen; add -m provider:model");
    }

    @Test
    void theDoctorShowsSettingsMaskedAndTheProvidersInUse() throws IOException {
        configure("llm.model=scripted:m", "llm.scripted.base-url=http://localhost:1");
        cli.environment.put("SCRIPTED_KEY", "planted");
        assertThat(cli.run("doctor")).isZero();
        assertThat(cli.out())
                .contains("model     scripted:m (by llm.model)")
                .contains("llm.scripted.api-key = **** (environment variable SCRIPTED_KEY)")
                .contains("llm.scripted.base-url = http://localhost:1 (llm.properties")
                .contains("scripted: up, answers")
                .doesNotContain("planted");
    }

    @Test
    void theDoctorShowsEveryKeyOfAModelAndWhoStandsInForIt() throws IOException {
        configure(
                "llm.models.fast.model=scripted:small",
                "llm.models.fast.fallback=house,scripted:other",
                "llm.models.fast.limits.requests-per-day=30000",
                "llm.models.fast.budget.usd-per-day=2.50",
                "llm.models.fast.price.input-per-million=0.1",
                "llm.models.fast.price.output-per-million=0.4",
                "llm.models.house.model=scripted:large",
                "llm.scripted.api-keys.team-a=planted-secret",
                "llm.scripted.api-keys.team-b=${OTHER}");
        cli.environment.put("OTHER", "another-secret");
        cli.environment.put("LLM_MODELS_FAST_LIMITS_CONCURRENCY", "10");
        assertThat(cli.run("doctor", "-m", "fast")).isZero();
        assertThat(cli.out())
                .contains("  fast = scripted:small, else house, else scripted:other\n  house = scripted:large\n")
                .contains("llm.models.fast.fallback = house,scripted:other (llm.properties, line 2)")
                .contains("llm.models.fast.limits.concurrency = 10 (environment variable"
                        + " LLM_MODELS_FAST_LIMITS_CONCURRENCY)")
                .contains("llm.models.fast.limits.requests-per-day = 30000 (llm.properties, line 3)")
                .contains("llm.models.fast.budget.usd-per-day = 2.50 (llm.properties, line 4)")
                .contains("llm.models.fast.price.input-per-million = 0.1 (llm.properties, line 5)")
                .contains("llm.scripted.api-keys.team-a = **** (llm.properties, line 8)")
                .contains("llm.scripted.api-keys.team-b = **** (llm.properties, line 9)")
                .doesNotContain("planted-secret", "another-secret");
        Cli json = new Cli(folder);
        json.environment.put("OTHER", "another-secret");
        json.run("doctor", "-m", "fast", "--json");
        assertThat(json.out())
                .contains("\"models\":[{\"name\":\"fast\",\"ref\":\"scripted:small\",\"fallback\":[\"house\","
                        + "\"scripted:other\"]},{\"name\":\"house\",\"ref\":\"scripted:large\",\"fallback\":[]}]");
    }

    /** They are no keys; and were they taken for such, the words they are made of would be stars wherever they stand. */
    @Test
    void theDoctorShowsTheOptionsOfAModel() throws IOException {
        configure(
                "llm.model=demo:m",
                "llm.defaults.max-tokens=16384",
                "llm.ollama.options.num_ctx=16384",
                "llm.ollama.options.use_mmap=true",
                "llm.ollama.headers.X-Team=planted",
                "llm.huggingface.provider-model.org/name=theirs");
        cli.withInstalledDrivers().run("doctor", "-m", "demo:m");
        assertThat(cli.out())
                .contains("llm.defaults.max-tokens = 16384 (")
                .contains("llm.ollama.options.num_ctx = 16384 (")
                .contains("llm.ollama.options.use_mmap = true (")
                .contains("llm.ollama.headers.X-Team = **** (")
                .contains("llm.huggingface.provider-model.org/name = theirs (");
    }

    @Test
    void anOptionOfAModelHidesNoWordOfAFault() throws IOException {
        configure("llm.model=ollama:m", "llm.ollama.options.use_mmap=true", "llm.ollama.shift=maybe");
        assertThat(cli.withInstalledDrivers().run("chat", "hi")).isEqualTo(2);
        assertThat(cli.err()).contains("expected true or false, but got 'maybe'");
    }

    @Test
    void theDoctorSaysOnceWhatToDo() {
        cli.driver.health = new Health(Health.Status.DOWN, "nobody answers; start it", "start it");
        cli.run("doctor", "-m", "scripted");
        assertThat(cli.out()).contains("  scripted: down, nobody answers\n    to do: start it\n");
    }

    @Test
    void theDoctorEndsByWhatIsWrong() {
        cli.driver.health = new Health(Health.Status.DOWN, "no key", "set SCRIPTED_KEY");
        assertThat(cli.run("doctor", "-m", "scripted")).isEqualTo(3);
        assertThat(cli.out()).contains("  scripted: down, no key\n    to do: set SCRIPTED_KEY\n");
        cli.environment.put("SCRIPTED_KEY", "planted");
        assertThat(cli.run("doctor", "-m", "scripted", "--json")).isEqualTo(6);
        assertThat(cli.out()).contains("{\"name\":\"scripted\",\"status\":\"down\",\"detail\":\"no key\"");
    }

    @Test
    void theDoctorEndsAsItsPageSays() throws IOException {
        assertThat(Files.readString(Path.of("..", "docs", "llm-command.md")))
                .contains("with " + ExitCodes.of(dev.llmdriver.error.ConfigurationException.of("x"))
                        + " if its options are wrong, " + ExitCodes.AUTHENTICATION + " if its driver reads a key")
                .contains(ExitCodes.PROVIDER + " otherwise");
    }

    /** A server of one's own may need none. */
    @Test
    void aServerThatDoesNotRunIsNoLackOfAKey() throws IOException {
        cli.environment.put("LLM_HUGGINGFACE_BASE_URL", "http://127.0.0.1:" + closedPort() + "/v1");
        assertThat(cli.withInstalledDrivers().run("doctor", "-m", "huggingface"))
                .as(cli.out())
                .isEqualTo(ExitCodes.PROVIDER);
        cli.driver.health = new Health(Health.Status.DOWN, "no key", "set SCRIPTED_KEY");
        configure("llm.scripted.base-url=http://localhost:1");
        Cli refused = new Cli(folder);
        refused.driver.health = cli.driver.health;
        assertThat(refused.run("doctor", "-m", "scripted")).isEqualTo(ExitCodes.AUTHENTICATION);
    }

    private static int closedPort() throws IOException {
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return closed.getLocalPort();
        }
    }

    @Test
    void aPoolOfKeysIsNoLackOfAKey() throws IOException {
        configure("llm.scripted.api-keys.team-a=planted");
        cli.driver.health = new Health(Health.Status.DOWN, "no answer", "wait");
        assertThat(cli.run("doctor", "-m", "scripted")).isEqualTo(ExitCodes.PROVIDER);
    }

    @Test
    void theDoctorIsContentWhereNothingIsConfiguredAndSaysWhatToDo() {
        assertThat(cli.withInstalledDrivers().run("doctor")).isZero();
        assertThat(cli.out())
                .contains("model     demo:assistant (because nothing is configured)")
                .contains("demo: up,")
                .contains("huggingface: idle, not configured\n    to do: set HF_TOKEN");
    }

    /** It needs no settings of its own, as Ollama, which may not run; and a key may have been forgotten. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "llm.models.other.model=demo:assistant",
                "llm.models.main.model=ollama:llama3.2\nllm.models.main.fallback=demo:assistant"
            })
    void theDoctorAsksProvidersThatOnlyModelsName(String named) throws IOException {
        configure("llm.model=ollama:llama3.2", "llm.ollama.base-url=http://127.0.0.1:" + closedPort(), named);
        assertThat(cli.withInstalledDrivers().run("doctor")).isEqualTo(ExitCodes.PROVIDER);
        assertThat(cli.out()).contains("ollama: down,").contains("demo: up,").contains("gemini: idle, not configured");
    }

    @Test
    void aFaultyConfigurationIsOneLine() throws IOException {
        configure("llm.modle=scripted:m");
        assertThat(cli.run("chat", "hi")).isEqualTo(2);
        assertThat(cli.err())
                .startsWith("error: configuration: ")
                .contains("did you mean 'llm.model'?")
                .hasLineCount(1);
    }
}
