package dev.llmdriver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelRefTest {
    @ParameterizedTest
    @CsvSource({
        "ollama:llama3.2:1b, ollama, llama3.2:1b",
        "huggingface:org/name:fastest, huggingface, org/name:fastest",
        "ollama:hf.co/u/m:Q4_K_M, ollama, hf.co/u/m:Q4_K_M",
        "gemini:models/gemini-pro, gemini, models/gemini-pro",
        "' demo : demo ', demo, demo",
        "a::b, a, :b"
    })
    void theFirstColonDivides(String text, String provider, String model) {
        assertThat(ModelRef.parse(text)).isEqualTo(new ModelRef(provider, model));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "llama3.2", ":", ":model", "provider:", " : ", "provider: "})
    void bothSidesMustBeThere(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelRef.parse(text))
                .withMessageContaining("expected provider:model, such as ollama:llama3.2, but got '");
    }

    @Test
    void aProviderHasNoColon() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ModelRef("a:b", "c"));
    }

    @Test
    void whatIsPrintedCanBeReadAgain() {
        ModelRef ref = new ModelRef("ollama", "llama3.2:1b");

        assertThat(ModelRef.parse(ref.toString())).isEqualTo(ref);
    }
}
