package dev.llmdriver.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Vectors of texts. */
class TextVectorTest {
    @Test
    void theyAreOfTheWordsAlone() {
        String same = "[0.6305195,-0.09710884,-0.20000869,-0.74364746]";
        for (String text : new String[] {"One two", " one, TWO!", "(two) one\n"}) {
            assertThat(TextVector.of(text, 4).toString()).as(text).isEqualTo(same);
        }
        assertThat(TextVector.of("", 2).toString()).isEqualTo("[1.0,0.0]");
    }

    /** The demo makes them of what strangers send. */
    @Test
    void manyWordsTakeHardlyMoreMemoryThanTheirText() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        String text = "a ".repeat(2_000_000);
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        assertThat(TextVector.of(text, 4)).hasSize(4);
        assertThat(threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before)
                .isLessThan(30_000_000);
    }
}
