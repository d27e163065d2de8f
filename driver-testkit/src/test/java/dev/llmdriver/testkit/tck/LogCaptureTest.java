package dev.llmdriver.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class LogCaptureTest {
    /** Whoever runs the kit may have configured it. */
    @Test
    void theLogIsAfterwardsAsItWas() {
        Logger ours = Logger.getLogger("dev.llmdriver");
        Level before = ours.getLevel();
        ours.setLevel(Level.SEVERE);
        try {
            try (LogCapture logs = new LogCapture()) {
                ours.fine("heard");
                assertThat(logs.text()).contains("heard");
            }
            assertThat(ours.getLevel()).isEqualTo(Level.SEVERE);
        } finally {
            ours.setLevel(before);
        }
    }
}
