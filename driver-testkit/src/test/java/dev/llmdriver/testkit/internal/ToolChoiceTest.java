package dev.llmdriver.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which tool a twin calls. */
class ToolChoiceTest {
    private static Ask asking(String said, String choice, List<String> names) {
        List<Ask.Tool> tools = names.stream()
                .map(name -> new Ask.Tool(name, MissingNode.getInstance()))
                .toList();
        return new Ask(
                List.of(said),
                null,
                1,
                tools,
                choice,
                MissingNode.getInstance(),
                List.of(),
                OptionalInt.empty(),
                false,
                "call");
    }

    private static String chosen(String said, String choice, String... names) {
        Ask.Tool tool = ToolChoice.of(asking(said, choice, List.of(names)));
        return tool == null ? "none" : tool.name();
    }

    @Test
    void theFirstWhoseNameIsSpokenOfIsCalled() {
        assertThat(chosen("How is the WEATHER?", "auto", "add", "get_weather", "weatherMap"))
                .isEqualTo("get_weather");
        assertThat(chosen("a map of it", "auto", "weatherMap")).isEqualTo("none");
        assertThat(chosen("the weather", "auto", "weatherMap")).isEqualTo("weatherMap");
        assertThat(chosen("add one", "auto", "add")).isEqualTo("none");
        assertThat(chosen("Hello", "required", "add", "sub")).isEqualTo("add");
        assertThat(chosen("Hello", "sub", "add", "sub")).isEqualTo("sub");
        assertThat(chosen("sub add", "none", "add", "sub")).isEqualTo("none");
    }

    /** In the demo strangers choose both: of three thousand tools and a long text, it took minutes on the event loop. */
    @Test
    void aLongTextIsReadOnceForAllTools() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        List<String> names = IntStream.range(0, 50).mapToObj(i -> "tool" + i).toList();
        Ask ask = asking("some words ".repeat(50_000), "auto", names);
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        assertThat(ToolChoice.of(ask)).isNull();
        assertThat(threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before)
                .isLessThan(50_000_000);
    }
}
