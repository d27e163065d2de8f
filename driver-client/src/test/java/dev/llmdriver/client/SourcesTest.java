package dev.llmdriver.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.spi.CommonOptions;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourcesTest extends ClientTestCase {
    @Test
    void oneLineIsAFullConfiguration() {
        file("llm.model=fake:llama3.2");

        assertThat(client().model().generate("Hello").text()).isEqualTo("hi from fake:llama3.2");
    }

    @Test
    void theStrongerSourceWins() {
        resource("application.properties", "llm.model=fake:1");
        assertThat(value("llm.model")).isEqualTo("fake:1");
        resource("llm.properties", "llm.model=fake:2");
        assertThat(value("llm.model")).isEqualTo("fake:2");
        named("application.properties", "llm.model=fake:3");
        assertThat(value("llm.model")).isEqualTo("fake:3");
        file("llm.model=fake:4");
        assertThat(value("llm.model")).isEqualTo("fake:4");
        environment.put("LLM_MODEL", "fake:5");
        assertThat(value("llm.model")).isEqualTo("fake:5");
        systemProperties.put("llm.model", "fake:6");
        assertThat(value("llm.model")).isEqualTo("fake:6");
        assertThat(builder().property("llm.model", "fake:7").build().model().ref())
                .hasToString("fake:7");
    }

    @Test
    void everyValueSaysWhereItStands() {
        resource("llm.properties", "llm.retry.max-delay=1s");
        file("# a comment", "llm.retry.base-delay=1s");
        named("application.properties", "llm.fake.size=3");
        environment.put("LLM_RETRY_MAX_ATTEMPTS", "5");
        environment.put("FAKE_TOKEN", "token");
        systemProperties.put("llm.model", "fake:model");

        assertThat(origin("llm.retry.max-delay")).isEqualTo("llm.properties on the class path, line 1");
        assertThat(origin("llm.retry.base-delay")).isEqualTo("llm.properties, line 2");
        assertThat(origin("llm.fake.size")).isEqualTo("application.properties, line 1");
        assertThat(origin("llm.retry.max-attempts")).isEqualTo("environment variable LLM_RETRY_MAX_ATTEMPTS");
        assertThat(origin("llm.fake.api-key")).isEqualTo("environment variable FAKE_TOKEN");
        assertThat(origin("llm.model")).isEqualTo("system property llm.model");
    }

    @Test
    void variablesMapToKeysWithDotsAndDashes() {
        environment.put("LLM_FAKE_BASE_URL", "http://localhost:1/v1");
        environment.put("LLM_MODELS_FAST_RETRY_MAX_ATTEMPTS", "1");
        environment.put("LLM_MODELS_FAST_MODEL", "fake:y");
        file("llm.models.fast.model=fake:x");

        assertThat(value("llm.fake.base-url")).isEqualTo("http://localhost:1/v1");
        assertThat(value("llm.models.fast.retry.max-attempts")).isEqualTo("1");
        assertThat(client().resolve("fast")).hasToString("fake:y");
    }

    @Test
    void variablesThatMapToNoKeyAreNobodysBusiness() {
        environment.put("LLM_NONSENSE", "1");
        environment.put("LLM_MODELS_UNHEARD_MODEL", "1");
        environment.put("LLM_GEMINI_API_KEY", "1");

        assertThat(client().config().entries()).isEmpty();
    }

    @Test
    void aVariableSetToNothingIsNotSet() {
        file("llm.model=fake:x");
        environment.put("LLM_MODEL", "");
        environment.put("FAKE_TOKEN", " ");

        assertThat(value("llm.model")).isEqualTo("fake:x");
        assertThat(client().config().find("llm.fake.api-key")).isEmpty();
    }

    @Test
    void foreignKeysInApplicationPropertiesAreLeftAlone() {
        named("application.properties", "quarkus.http.port=1", "llmx.model=1", "llm.model=fake:x");

        assertThat(client().config().entries()).hasSize(1);
    }

    @Test
    void valuesMayReferToVariablesAndOtherKeys() {
        environment.put("MY_HOST", "localhost:8080");
        file("llm.fake.base-url=http://${MY_HOST}/v1", "llm.model=fake:${NO_SUCH:small}");

        assertThat(value("llm.fake.base-url")).isEqualTo("http://localhost:8080/v1");
        assertThat(value("llm.model")).isEqualTo("fake:small");
    }

    private String apiKey() {
        client().provider("fake");
        return fake.opened
                .get(0)
                .options
                .get(CommonOptions.API_KEY)
                .orElseThrow()
                .reveal();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pa$$word", "$$", "pa$", "a$b", "back\\slash", "a\\$b"})
    void signsThatAreNoReferenceStayAsTheyAre(String key) {
        environment.put("LLM_FAKE_API_KEY", key);

        assertThat(apiKey()).isEqualTo(key);
    }

    @Test
    void keysOfTheProfileBeatTheOthers() {
        file("llm.model=fake:plain", "%dev.llm.model=fake:dev");

        assertThat(value("llm.model")).isEqualTo("fake:plain");
        assertThat(builder().profile("dev").build().model().ref()).hasToString("fake:dev");
        environment.put("LLM_PROFILE", "dev");
        assertThat(value("llm.model")).isEqualTo("fake:dev");
        systemProperties.put("llm.profile", "test");
        assertThat(value("llm.model")).isEqualTo("fake:plain");
    }

    @ParameterizedTest
    @ValueSource(strings = {"$${x}", "\\${x}"})
    void whatWouldBeginAReferenceIsWrittenWithOneDollarMore(String value) {
        environment.put("LLM_FAKE_API_KEY", value);

        assertThat(apiKey()).isEqualTo("${x}");
    }

    @Test
    void namesOfOtherProfilesAreNoneHere() {
        file(
                "llm.model=fake:x",
                "%dev.llm.models.local.model=lab:y",
                "%dev.llm.models.local.retry.max-attempts=1",
                "%dev.llm.providers.lab.driver=fake",
                "%dev.llm.providers.lab.size=3",
                "%dev.llm.callers.plans.gold.members=alice",
                "%dev.llm.fake.api-keys.team=key-0815",
                "%test.llm.models.small.model=fake:z");

        assertThat(client().config().entries()).hasSize(1);
        assertThat(client().config().models()).isEmpty();
        assertThat(builder().modelNames()).isEmpty();
        assertThat(builder().profile("test").modelNames()).containsExactly("small");
        LlmClient dev = builder().profile("dev").build();
        assertThat(dev.config().models()).containsOnlyKeys("local");
        assertThat(dev.model("local").ref()).hasToString("lab:y");
    }

    @Test
    void aKeyOfSeveralProfilesCountsInEach() {
        file(
                "llm.model=fake:x",
                "%dev,test.llm.model=fake:y",
                "%dev,test.llm.models.local.model=lab:z",
                "%dev,test.llm.providers.lab.driver=fake");

        for (String profile : List.of("dev", "test")) {
            LlmClient client = builder().profile(profile).build();
            assertThat(client.model().ref()).hasToString("fake:y");
            assertThat(client.config().models()).containsOnlyKeys("local");
            assertThat(client.model("local").ref()).hasToString("lab:z");
        }
        assertThat(client().model().ref()).hasToString("fake:x");
        assertThat(client().config().models()).isEmpty();
    }

    @Test
    void theDriversUsualVariablesCountInTheirOrder() {
        environment.put("FAKE_KEY", "token-two");
        client().provider("fake");
        environment.put("FAKE_TOKEN", "token-one");
        client().provider("fake");

        assertThat(fake.opened)
                .extracting(
                        p -> p.options.get(CommonOptions.API_KEY).orElseThrow().reveal())
                .containsExactly("token-two", "token-one");
        assertThat(client().config().notices())
                .containsExactly("environment variable FAKE_TOKEN and environment variable FAKE_KEY differ;"
                        + " the first is used");
    }

    @Test
    void anOverriddenLineOfAFileIsMentioned() {
        file("llm.fake.base-url=http://file/");
        environment.put("FAKE_HOST", "http://variable/");

        assertThat(value("llm.fake.base-url")).isEqualTo("http://variable/");
        assertThat(client().config().notices())
                .containsExactly(
                        "environment variable FAKE_HOST overrides 'llm.fake.base-url' (llm.properties, line 1)");
        environment.put("LLM_FAKE_BASE_URL", "http://ours/");
        assertThat(value("llm.fake.base-url")).isEqualTo("http://ours/");
    }

    @Test
    void aSecondInstanceKeepsItsOwnSettings() {
        environment.put("FAKE_HOST", "http://variable/");
        environment.put("FAKE_TOKEN", "token");
        file("llm.providers.lab.driver=fake", "llm.providers.lab.base-url=http://lab/", "llm.providers.lab.size=3");

        client().provider("lab");

        FakeDriver.FakeProvider lab = fake.opened.get(0);
        assertThat(lab.name()).isEqualTo("lab");
        assertThat(lab.options.get(CommonOptions.BASE_URL)).contains(URI.create("http://lab/"));
        assertThat(lab.options.get(FakeDriver.SIZE)).contains(3);
        assertThat(lab.options.get(CommonOptions.API_KEY).orElseThrow().reveal())
                .isEqualTo("token");
    }

    @Test
    void aSeedMayBeAsLongAsARequestTakesIt() {
        file("llm.model=fake:x", "llm.defaults.seed=3000000000");

        client().model().generate("Hello");

        assertThat(fake.opened.get(0).requests.get(0).seed()).hasValue(3_000_000_000L);
    }

    @Test
    void triesWithoutEndMayHaveStandIns() {
        file(
                "llm.models.fast.model=fake:x",
                "llm.models.fast.fallback=other:y",
                "llm.models.fast.retry.max-attempts=2147483647");

        assertThat(client().model("fast").generate("Hello").text()).isEqualTo("hi from fake:x");
    }

    @Test
    void headersKeepTheirNames() {
        file("llm.fake.headers.X-Team=search");

        client().provider("fake");

        assertThat(fake.opened.get(0).options.getAll(CommonOptions.HEADERS)).containsEntry("X-Team", "search");
    }
}
