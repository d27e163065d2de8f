package dev.llmdriver.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.error.ConfigurationException;
import dev.llmdriver.spi.CommonOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultsTest extends ClientTestCase {
    @ParameterizedTest
    @CsvSource({
        "llm.modle, llm.model",
        "llm.retry.max-attemps, llm.retry.max-attempts",
        "llm.fake.basurl, llm.fake.base-url",
        "llm.faek.base-url, llm.fake.base-url",
        "llm.models.fast.defaults.temprature, llm.models.fast.defaults.temperature",
        "llm.providers.lab.sise, llm.providers.lab.size",
    })
    void aMisspeltKeyIsAFaultThatProposesTheNearOne(String wrong, String right) {
        file("llm.models.fast.model=fake:x", "llm.providers.lab.driver=fake", wrong + "=1");

        assertThat(error().faults())
                .containsExactly("unknown key '" + wrong + "' (llm.properties); did you mean '" + right + "'?");
    }

    @Test
    void systemPropertiesAndCodeAreCheckedToo() {
        systemProperties.put("llm.modle", "fake:x");
        assertThat(error()).hasMessageContaining("system property llm.modle").hasMessageContaining("'llm.model'");

        systemProperties.clear();
        assertThatThrownBy(() -> builder().property("llm.modle", "fake:x").build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("(code)");
    }

    @Test
    void keysOfOtherProfilesAreCheckedToo() {
        file("%dev.llm.modle=fake:x");

        assertThat(error()).hasMessageContaining("did you mean 'llm.model'?");
    }

    @Test
    void profilesInBracesAreNone() {
        file("llm.model=fake:x", "%{dev,test}.llm.model=fake:y");

        assertThat(error().faults())
                .containsExactly("'%{dev,test}.llm.model' (llm.properties) counts in no profile;"
                        + " name several without braces, as in %dev,test.llm.model");
    }

    @Test
    void allFaultsAreReportedAtOnce() {
        file(
                "llm.model=nobody",
                "llm.deadline=soon",
                "llm.retry.max-attempts=0",
                "llm.defaults.temperature=-1",
                "llm.defaults.reasoning-effort=huge",
                "llm.retry.delays=1s,x",
                "llm.fake.size=large",
                "llm.fake.nonsense=1",
                "llm.models.fast.deadline=1m",
                "llm.models.slow.model=unknown:model",
                "llm.providers.lab.base-url=http://lab/",
                "llm.providers.fake.driver=other",
                "llm.providers.far.driver=gemini",
                "llm.other.base-url=${NOT_SET}");

        assertThat(error().faults()).hasSize(14);
        assertThat(error())
                .hasMessageContaining("no model is named 'nobody'")
                .hasMessageContaining("'llm.deadline' (llm.properties, line 2): expected a time such as")
                .hasMessageContaining("at least 1, but got '0'")
                .hasMessageContaining("temperature must be 0 or more")
                .hasMessageContaining("expected one of [")
                .hasMessageContaining("but got 'x'")
                .hasMessageContaining(
                        "option 'size' of provider 'fake' (from llm.properties, line 7): expected a whole")
                .hasMessageContaining("unknown key 'llm.fake.nonsense'")
                .hasMessageContaining("'llm.models.fast.model' is missing")
                .hasMessageContaining("no provider or driver 'unknown'")
                .hasMessageContaining("'llm.providers.lab.driver' is missing")
                .hasMessageContaining("may not be called 'fake'")
                .hasMessageContaining("add the dependency dev.llmdriver:driver-gemini")
                .hasMessageContaining("refers to ${NOT_SET}, which is not set");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limits.requests-per-day=0 | expected a whole number of at least 1, but got '0'",
                "limits.tokens-per-minute=many | expected a whole number of at least 1, but got 'many'",
                "limits.requests-per-minute=1_000_000_000_001 | expected at most 1000000000000",
                "limits.concurrency=0 | expected a whole number of at least 1",
                "limits.max-wait=never | expected a time such as",
                "limits.zone=Mars | expected a time zone such as UTC or America/Los_Angeles, but got 'Mars'",
                "budget.usd-per-day=0 | expected more than zero US dollars",
                "budget.usd-total=-1 | expected US dollars such as 2.50",
                "budget.usd-per-month=1.0000000001 | with at most nine decimal places",
                "budget.allow-unbounded=perhaps | expected true or false",
                "breaker.failure-rate=1.5 | expected a share above 0 and up to 1",
                "breaker.minimum-calls=0 | expected a whole number of at least 1",
                "breaker.open-for=PT0.0005S | expected a time of a millisecond or more",
                "breaker.open-for=0s | expected a time of more than zero",
                "retry.delays=, | expected times divided by commas, but got ','",
                "cache.max-entries=0 | expected a whole number of at least 1",
                "cache.ttl=long | expected a time such as",
                "cold-start.max-wait=x | expected a time such as",
            })
    void valuesThatMakeNoSenseAreFaults(String setting, String fault) {
        file("llm." + setting, "llm.models.fast.model=fake:x", "llm.models.fast." + setting);

        assertThat(error().faults())
                .hasSize(2)
                .allSatisfy(text -> assertThat(text)
                        .contains("'llm.")
                        .contains("llm.properties, line ")
                        .contains(fault));
    }

    @ParameterizedTest
    @CsvSource({
        "llm.limits.request-per-day, llm.limits.requests-per-day",
        "llm.models.fast.limit.concurrency, llm.models.fast.limits.concurrency",
        "llm.models.fast.fallbacks, llm.models.fast.fallback",
        "llm.budget.usd-per-dya, llm.budget.usd-per-day",
    })
    void misspeltKeysOfLimitsToo(String wrong, String right) {
        file("llm.models.fast.model=fake:x", wrong + "=1");

        assertThat(error().faults())
                .containsExactly("unknown key '" + wrong + "' (llm.properties); did you mean '" + right + "'?");
    }

    @Test
    void aFallbackForAllModelsIsRefused() {
        file("llm.fallback=fake:x");

        assertThat(error()).hasMessageContaining("set 'llm.models.<name>.fallback'");
    }

    @Test
    void theReferenceToNothingIsNamedAndNotItsNeighbours() {
        systemProperties.put("my.host", "localhost");
        file("llm.fake.base-url=http://${my.host}:${MY_PORT:80}/${MY_PATH}");

        assertThat(error()).hasMessageContaining("refers to ${MY_PATH}, which is not set");
    }

    @Test
    void aByteOrderMarkThatHidesAKeyIsAFault() {
        file("\uFEFFllm.model=fake:x", "llm.deadline=1s");
        assertThat(error())
                .hasMessageContaining("llm.properties begins with a byte-order mark")
                .hasMessageContaining("'llm.model'");

        file("llm.model=fake:x");
        named("application.properties", "\uFEFF# of another program", "other.key=1");
        assertThat(value("llm.model")).isEqualTo("fake:x");
    }

    @Test
    void halfAPriceIsAFault() {
        file("llm.models.fast.model=fake:x", "llm.models.fast.price.input-per-million=0.5");

        assertThat(error().faults())
                .singleElement()
                .asString()
                .contains("'llm.models.fast.price.output-per-million' is missing");
    }

    @Test
    void oneModelHasOnePrice() {
        file(
                "llm.models.a.model=fake:x",
                "llm.models.a.price.input-per-million=0.5",
                "llm.models.a.price.output-per-million=0.5",
                "llm.models.b.model=fake:x",
                "llm.models.b.price.input-per-million=0.4",
                "llm.models.b.price.output-per-million=0.5");

        assertThat(error().faults())
                .containsExactly("the model 'b' has another price than a second name for fake:x; set it once, or to the"
                        + " same");
    }

    @Test
    void aBudgetWithoutAPriceIsANoticeForTheProviderMaySayIt() {
        file(
                "llm.budget.usd-per-day=5",
                "llm.models.dear.model=fake:x",
                "llm.models.priced.model=fake:y",
                "llm.models.priced.price.input-per-million=0.5",
                "llm.models.priced.price.output-per-million=1.5",
                "llm.models.free.model=fake:z",
                "llm.models.free.budget.allow-unbounded=true");

        assertThat(client().config().notices())
                .singleElement()
                .asString()
                .startsWith("a budget needs a price: ")
                .contains("calls to 'dear', models asked for as provider:model are refused")
                .contains("price.input-per-million", "budget.allow-unbounded=true");
    }

    @Test
    void settingsOfAnAbsentDriverAreANotice() {
        file("llm.gemini.api-key=AIzaSecret", "llm.gemini.anything=1", "llm.model=fake:x");

        assertThat(client().config().notices())
                .containsExactly("settings under 'llm.gemini.' have no effect, for there is no driver 'gemini' on the"
                        + " path; add the dependency dev.llmdriver:driver-gemini");
    }

    @Test
    void aProviderNameMayNotBeThatOfAKnownDriverEither() {
        file("llm.providers.ollama.driver=fake");

        assertThat(error()).hasMessageContaining("may not be called 'ollama'");
    }

    @Test
    void namesHoldNoColon() {
        file("llm.models.a\\:b.model=fake:x");

        assertThat(error()).hasMessageContaining("a name is made of letters, digits, - and _, but got 'a:b'");
    }

    @Test
    void optionsByCodeForNobodyAreAFault() {
        assertThatThrownBy(() -> builder()
                        .option("nobody", CommonOptions.CALLBACK_EXECUTOR, Runnable::run)
                        .build())
                .hasMessageContaining("there is none of that name");
    }

    @Test
    void aFileThatCannotBeReadIsAFault() {
        file("llm.model=\\u00zz");

        assertThat(error()).hasMessageContaining("cannot read").hasMessageContaining("llm.properties");
    }
}
