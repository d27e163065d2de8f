package dev.llmdriver.gemini.internal.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KnownModelsTest {
    private final KnownModels known = new KnownModels();

    @Test
    void whatWasNotHeardOfMayChat() {
        known.heard("models/vectors", false);
        known.heard("models/words", true);
        assertThat(known.isOtherThanChat("models/vectors")).isTrue();
        assertThat(known.isOtherThanChat("models/words")).isFalse();
        assertThat(known.isOtherThanChat("models/tomorrow")).isFalse();
    }

    @Test
    void namesThatAServerMakesUpAreForgotten() {
        known.heard("models/first", false);
        for (int i = 1; i < KnownModels.MOST; i++) {
            known.heard("models/" + i, false);
        }
        assertThat(known.isOtherThanChat("models/first")).isTrue();
        known.heard("models/last", false);
        assertThat(known.isOtherThanChat("models/first")).isFalse();
        assertThat(known.isOtherThanChat("models/last")).isTrue();
    }
}
