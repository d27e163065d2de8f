package dev.llmdriver.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.spi.CommonOptions;
import org.junit.jupiter.api.Test;

class SecretsTest extends ClientTestCase {
    private static final String PLANTED = "planted-4711-secret";

    @Test
    void aKeyNeverShows() {
        file(
                "llm.model=fake:x",
                "llm.fake.api-key=" + PLANTED,
                "llm.fake.headers.Authorization=Bearer " + PLANTED,
                "llm.providers.lab.driver=fake",
                "llm.providers.lab.api-key=${MY_TOKEN}",
                "llm.providers.lab.base-url=https://user:" + PLANTED + "@host/v1?key=" + PLANTED);
        environment.put("FAKE_KEY", PLANTED);
        environment.put("MY_TOKEN", PLANTED);
        LlmClient client = client();
        client.provider("lab");

        String shown = client + " " + client.config() + " " + client.config().entries() + " "
                + client.config().notices() + " " + fake.opened.get(0).options;
        assertThat(shown)
                .doesNotContain(PLANTED)
                .contains("llm.fake.api-key = ****")
                .contains("https://****@host/v1?…");
    }

    @Test
    void aKeyInTheWrongPlaceDoesNotShowInFaults() {
        file(
                "llm.fake.api-key=" + PLANTED,
                "llm.deadline=" + PLANTED,
                "llm.fake.size=" + PLANTED,
                "llm.model=" + PLANTED,
                "llm.models.fast.model=hf_abcdefghijklmnop",
                "llm.other.api-key=${UNSET}" + PLANTED);

        assertThat(error().faults()).hasSize(5);
        assertThat(error().toString()).doesNotContain(PLANTED).doesNotContain("hf_abc");
    }

    @Test
    void aKeyInThePlaceOfAValueIsMaskedByItsLook() {
        file("llm.fake.size=3", "llm.model=fake:hf_abcdefghijklmnop");

        assertThat(value("llm.model")).isEqualTo("fake:****");
    }

    @Test
    void keysOfAPoolShowTheirLabelsOnly() {
        file(
                "llm.fake.api-keys.team-a=" + PLANTED,
                "llm.fake.api-keys.team-b=${MY_TOKEN}",
                "llm.fake.base-url=http://host/" + PLANTED);
        environment.put("MY_TOKEN", "other-0815-secret");
        environment.put("LLM_FAKE_API_KEYS_TEAM_A", "third-0816-secret");
        LlmClient client = client();
        client.provider("fake");

        assertThat(client.config().toString())
                .contains("llm.fake.api-keys.team-a = **** (environment variable LLM_FAKE_API_KEYS_TEAM_A)")
                .contains("llm.fake.api-keys.team-b = **** (llm.properties, line 2)")
                .doesNotContain("other-0815-secret")
                .doesNotContain("third-0816-secret");
        assertThat(fake.opened
                        .get(0)
                        .options
                        .get(CommonOptions.API_KEY)
                        .orElseThrow()
                        .reveal())
                .isEqualTo("third-0816-secret");
    }

    @Test
    void aKeyThatBeginsLikeAnotherIsMaskedToItsEnd() {
        file(
                "llm.fake.api-keys.a=key-0815",
                "llm.fake.api-keys.b=key-0815-longer",
                "llm.fake.base-url=http://key-0815-longer");

        assertThat(client().config().toString()).doesNotContain("longer");
    }

    @Test
    void aKeyBesideAPoolIsSaidToServeNoCall() {
        file("llm.fake.api-key=" + PLANTED, "llm.fake.api-keys.a=key-0815");

        assertThat(client().config().notices())
                .containsExactly(
                        "calls use the keys under 'llm.fake.api-keys.'; the one of 'llm.fake.api-key' serves lists of"
                                + " models and questions of health alone");
    }

    @Test
    void labelsAreNames() {
        file("llm.fake.api-keys.a\\ b=" + PLANTED);

        assertThat(error()).hasMessageContaining("but got 'a b'");
        assertThat(error().toString()).doesNotContain(PLANTED);
    }
}
