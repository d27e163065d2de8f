package dev.llmdriver.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.llmdriver.LlmDrivers;
import dev.llmdriver.error.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelNamesTest extends ClientTestCase {
    private LlmClient configured() {
        file("llm.models.fast.model=fake:small", "llm.models.fake.model=other:x", "llm.providers.lab.driver=fake");
        return client();
    }

    @ParameterizedTest
    @CsvSource({
        "fake:llama3.2:1b, fake, llama3.2:1b",
        "fake:org/name:fastest, fake, org/name:fastest",
        "fake:hf.co/u/m:Q4_K_M, fake, hf.co/u/m:Q4_K_M",
        "lab:m, lab, m",
        "fast, fake, small",
        "fake, other, x",
    })
    void theFirstColonDividesAndNamesHaveNone(String text, String provider, String model) {
        assertThat(configured().resolve(text).provider()).isEqualTo(provider);
        assertThat(configured().resolve(text).model()).isEqualTo(model);
    }

    @Test
    void whereThereIsNoDriverNoneIsProposed() {
        LlmClientBuilder alone = LlmClient.builder().drivers(LlmDrivers.of()).property("llm.model", "nimbus:cumulus");

        assertThatThrownBy(() -> alone.build().model())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("there is no driver on the path; add the driver's dependency");
    }

    @ParameterizedTest
    @CsvSource({
        "llama3.2:1b, write one of them before the first colon",
        "fak:m, did you mean 'fake:m'?",
        "fasd, did you mean 'fast'?",
        "openai/gpt-oss-20b, 'huggingface:openai/gpt-oss-20b' needs the dependency dev.llmdriver:driver-huggingface",
        "llama3.2, other; 'ollama:llama3.2' needs the dependency dev.llmdriver:driver-ollama",
        "gemini:pro, add the dependency dev.llmdriver:driver-gemini",
        "fake:, names no model",
        "other, did you mean 'other:<model>'?",
    })
    void whatIsNeitherFailsAndProposesWhatMayHaveBeenMeant(String text, String proposal) {
        LlmClient client = configured();

        assertThatThrownBy(() -> client.model(text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(proposal);
    }

    @Test
    void whatLooksLikeOneOfOllamasIsProposedWhereThereIsOllama() {
        LlmClient client =
                builder().drivers(LlmDrivers.of(fake, new FakeDriver("ollama"))).build();

        assertThatThrownBy(() -> client.model("llama3.2:1b"))
                .hasMessageContaining("did you mean 'ollama:llama3.2:1b'?");
        assertThatThrownBy(() -> client.model("llama3.2")).hasMessageContaining("such as 'ollama:llama3.2'");
    }

    /** Other libraries divide by a slash, and call the providers so. */
    @ParameterizedTest
    @CsvSource({
        "gemini/gemini-2.5-flash, gemini:gemini-2.5-flash",
        "ollama/llama3.2:1b, ollama:llama3.2:1b",
        "ollama/hf.co/u/m, ollama:hf.co/u/m",
        "huggingface/openai/gpt-oss-20b, huggingface:openai/gpt-oss-20b",
        "huggingface/openai/gpt-oss-20b:fastest, huggingface:openai/gpt-oss-20b:fastest",
        "huggingface/CodeBERTa-small, huggingface:huggingface/CodeBERTa-small", // an organisation of that name
        "hf:org/name:cheapest, huggingface:org/name:cheapest",
        "google:gemini-2.5-flash, gemini:gemini-2.5-flash",
        "google/gemma-3-27b-it, huggingface:google/gemma-3-27b-it",
        "'', ollama:llama3.2",
    })
    void whatOtherLibrariesWriteIsProposedAsItIsWrittenHere(String text, String proposal) {
        LlmClient client = builder()
                .drivers(LlmDrivers.of(
                        new FakeDriver("gemini"), new FakeDriver("huggingface"), new FakeDriver("ollama")))
                .build();

        assertThatThrownBy(() -> client.model(text)).hasMessageContaining("'" + proposal + "'");
    }

    @Test
    void namedModelsAndProvidersAreListed() {
        assertThat(configured().config().models()).hasToString("{fake=other:x, fast=fake:small}");
        assertThat(configured().config().providers()).hasToString("{fake=fake, lab=fake, other=other}");
    }

    @Test
    void theStandardModelMayBeANamedOne() {
        systemProperties.put("llm.model", "fast");

        assertThat(configured().model().ref()).hasToString("fake:small");
    }
}
