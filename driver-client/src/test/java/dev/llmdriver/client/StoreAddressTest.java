package dev.llmdriver.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.error.LimitExceededException;
import dev.llmdriver.resilience.LimitStore;
import dev.llmdriver.testkit.ManualScheduler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A line of configuration lets several clients count as one. */
class StoreAddressTest extends ClientTestCase {
    private void oneRequest(String address) {
        file(
                "llm.model=fake:m",
                "llm.limits.requests-per-day=1",
                "llm.limits.max-wait=1ms",
                "llm.limits.store=" + address);
    }

    @Test
    void clientsWithOneAddressShareTheirLimits() {
        oneRequest("fake://shared/1");
        FakeLimitStores.Fake store = FakeLimitStores.at("fake://shared/1");
        try (LlmClient first = client();
                LlmClient second = client()) {
            first.model().generate(ChatRequest.of("Hello"));

            assertThatThrownBy(() -> second.model().generate(ChatRequest.of("Hello")))
                    .isInstanceOf(LimitExceededException.class);
            assertThat(store.closed).isZero();
        }
        assertThat(store.closed).isEqualTo(2);
    }

    @Test
    void aStoreByCodeIsUsedInstead() {
        oneRequest("fake://unused/1");
        FakeLimitStores.Fake unused = FakeLimitStores.at("fake://unused/1");
        FakeLimitStores.Fake own = new FakeLimitStores.Fake(LimitStore.inProcess(new ManualScheduler()));
        try (LlmClient client = builder().limitStore(own).build()) {
            client.model().generate(ChatRequest.of("Hello"));
            assertThatThrownBy(() -> client.model().generate(ChatRequest.of("Hello")))
                    .isInstanceOf(LimitExceededException.class);
        }
        assertThat(own.closed).isZero();
        assertThat(unused.closed).isEqualTo(1);
    }

    @Test
    void theAddressIsASecret() {
        oneRequest("fake://:geheim@shared/1");

        assertThat(value("llm.limits.store")).isEqualTo("****");
        assertThat(client().config().toString()).doesNotContain("geheim");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "redis://:geheim@host | add the dependency dev.llmdriver:driver-limits-redis",
                "geheim | expected an address such as redis://host:6379/0",
                "fake://:geheim@host/wrong | expected another path"
            })
    void whatCannotBeOpenedIsAFault(String address, String said) {
        oneRequest(address);

        assertThat(error().faults())
                .singleElement()
                .asString()
                .startsWith("'llm.limits.store'")
                .contains(said)
                .doesNotContain("geheim");
    }
}
