package dev.llmdriver.examples.codeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Scripts are read, not run, and in bounded time. */
class AcornTest {
    @Test
    void aScriptIsReadAndNotRun() throws Unreadable {
        JsNode tree = new Acorn(Duration.ofMinutes(1)).parse("throw new Error('it ran'); while (true) {}", false);
        assertThat(tree.nodes("body")).extracting(JsNode::type).containsExactly("ThrowStatement", "WhileStatement");
    }

    /** Acorn's time for this grows with the square of the depth. */
    @Test
    void aScriptThatTakesForEverIsRefused() {
        Acorn hasty = new Acorn(Duration.ofMillis(1));
        assertThatThrownBy(() -> hasty.parse("x => ".repeat(5_000) + "1", false))
                .isInstanceOf(Unreadable.class)
                .hasMessageContaining("too deep or too long");
    }
}
