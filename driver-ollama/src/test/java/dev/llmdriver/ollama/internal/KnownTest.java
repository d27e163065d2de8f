package dev.llmdriver.ollama.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KnownTest {
    private final Known known = new Known();

    @Test
    void theUsualTagMayBeLeftOut() {
        known.learnWindow("Llama:latest", 4096);
        assertThat(known.window("llama")).isEqualTo(4096);
        assertThat(known.window("llama:8b")).isZero();
    }

    @Test
    void namesThatAServerMakesUpAreForgotten() {
        for (int i = 0; i < Known.MOST; i++) {
            known.learnWindow("model-" + i, 1);
        }
        assertThat(known.window("model-0")).isEqualTo(1);
        known.learnWindow("last", 2);
        assertThat(known.window("model-0")).isZero();
        assertThat(known.window("last")).isEqualTo(2);
    }
}
