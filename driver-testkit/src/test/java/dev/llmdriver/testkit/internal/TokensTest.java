package dev.llmdriver.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** What the twins call tokens. */
class TokensTest {
    @Test
    void theyAreTheTextAndAreCountedAsTheyAreCut() {
        for (String text : new String[] {"", " ", "a", " a  b\n", "a b ", "\n\n"}) {
            assertThat(String.join("", Tokens.of(text))).isEqualTo(text);
            assertThat(Tokens.count(text)).isEqualTo(Tokens.of(text).size());
        }
    }

    /** The demo counts what strangers send, and two million words are 200 MB once each is a text of its own. */
    @Test
    void countingTakesHardlyAnyMemory() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        String text = "a ".repeat(2_000_000);
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        assertThat(Tokens.count(text)).isEqualTo(2_000_001);
        assertThat(threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before)
                .isLessThan(20_000_000);
    }
}
