package dev.llmdriver.guice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the JVM keeps of a module that is to be closed at its end. */
class OwnedClientTest {
    private final OwnedClient owned = new OwnedClient();

    @Test
    void whatIsClosedBeforeIsNotKeptForTheEnd() {
        Thread hook = owned.closeAtShutdown();

        owned.close();

        assertThat(Runtime.getRuntime().removeShutdownHook(hook)).isFalse();
    }

    @Test
    void whatIsNotClosedIs() {
        Thread hook = owned.closeAtShutdown();

        assertThat(Runtime.getRuntime().removeShutdownHook(hook)).isTrue();
    }

    @Test
    void whatIsClosedIsNotKeptForTheEndAfterwards() {
        owned.close();

        Thread hook = owned.closeAtShutdown();

        assertThat(Runtime.getRuntime().removeShutdownHook(hook)).isFalse();
    }
}
