package dev.llmdriver.huggingface.internal.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.Usage;
import dev.llmdriver.http.Json;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class FreeFormTest {
    @Test
    void whatAnEncoderModelBeginsToWriteWithIsNotItsInput() throws IOException {
        assertThat(FreeForm.usage(Json.tree("{\"generated_tokens\":7,\"prefill\":[{\"id\":0,\"text\":\"<pad>\"}]}")))
                .contains(Usage.builder().output(7).build());
    }

    @Test
    void theInputIsCountedWhereItIsSaid() throws IOException {
        assertThat(FreeForm.usage(Json.tree("{\"generated_tokens\":7,\"input_length\":3}")))
                .contains(Usage.builder().input(3).output(7).build());
    }

    @Test
    void aConversationEndsWithTheAnswer() throws IOException {
        String said = "[{\"role\":\"user\",\"content\":\"Who are you?\"},"
                + "{\"role\":\"assistant\",\"content\":\"A model.\"}]";
        assertThat(FreeForm.text(Json.tree("[{\"generated_text\":" + said + "}]")))
                .isEqualTo("A model.");
        assertThat(FreeForm.text(Json.tree("{\"output\":" + said + "}"))).isEqualTo("A model.");
        assertThat(FreeForm.text(Json.tree(said))).isEqualTo("A model.");
    }

    @Test
    void ofSeveralTextsTheFirstIsTheAnswer() throws IOException {
        assertThat(FreeForm.text(Json.tree("[{\"generated_text\":\"a\"},{\"generated_text\":\"b\"}]")))
                .isEqualTo("a");
        assertThat(FreeForm.text(Json.tree("{\"outputs\":[\"a\",\"b\"]}"))).isEqualTo("a");
    }
}
