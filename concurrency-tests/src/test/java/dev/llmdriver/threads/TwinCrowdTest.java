package dev.llmdriver.threads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatModel;
import dev.llmdriver.LlmDrivers;
import dev.llmdriver.client.LlmClient;
import dev.llmdriver.huggingface.HuggingFaceDriver;
import dev.llmdriver.testkit.HuggingFaceTwin;
import dev.llmdriver.testkit.TwinAnswer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Blocking callers over HTTP, with the default chain, on each kind of thread. */
class TwinCrowdTest {
    private static final int CALLERS = 300;

    @TempDir
    private Path folder;

    private HuggingFaceTwin twin;
    private LlmClient client;

    @BeforeEach
    void start() {
        twin = HuggingFaceTwin.start().answers(request -> TwinAnswer.of("Hello there"));
        client = LlmClient.builder()
                .drivers(LlmDrivers.of(new HuggingFaceDriver()))
                .systemProperties(Map.of())
                .environment(Map.of())
                .workingFolder(folder)
                .classLoader(new ClassLoader(null) {})
                .property("llm.model", "huggingface:twin/echo")
                .property("llm.huggingface.base-url", twin.v1().toString())
                .property("llm.huggingface.api-key", "hf_twin")
                .property("llm.huggingface.allow-cleartext-key", "true")
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        twin.close();
    }

    private void askAll(ThreadKind kind, int callers) throws Exception {
        ChatModel model = client.model();
        Face[] faces = Face.values();
        List<Blocked<String>> asked = IntStream.range(0, callers)
                .mapToObj(i -> kind.start(() -> faces[i % faces.length].ask(model)))
                .toList();
        for (Blocked<String> caller : asked) {
            assertThat(caller.get()).isEqualTo("Hello there");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.llmdriver.threads.ThreadKind#available")
    void allAreAnswered(ThreadKind kind) throws Exception {
        askAll(kind, CALLERS);
    }

    /** A virtual thread that cannot leave its carrier blocks one of the few there are. What is pinned while classes load is not ours. */
    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void noThreadIsPinned() throws Exception {
        askAll(ThreadKind.VIRTUAL, Face.values().length);
        try (Recording recording = new Recording()) {
            recording
                    .enable("jdk.VirtualThreadPinned")
                    .withThreshold(Duration.ZERO)
                    .withStackTrace();
            recording.start();
            askAll(ThreadKind.VIRTUAL, CALLERS);
            recording.stop();

            assertThat(pinnedByUs(recording)).isEmpty();
        }
    }

    private List<String> pinnedByUs(Recording recording) throws IOException {
        Path file = folder.resolve("pinned.jfr");
        recording.dump(file);
        return RecordingFile.readAllEvents(file).stream()
                .map(TwinCrowdTest::stack)
                .filter(stack -> stack.lines().anyMatch(TwinCrowdTest::isOurs))
                .filter(stack -> !stack.contains("ClassLoader") && !stack.contains("<clinit>"))
                .toList();
    }

    private static String stack(RecordedEvent event) {
        return event.getStackTrace() == null
                ? ""
                : event.getStackTrace().getFrames().stream()
                        .map(frame -> frame.getMethod().getType().getName() + "."
                                + frame.getMethod().getName())
                        .collect(Collectors.joining("\n"));
    }

    private static boolean isOurs(String frame) {
        return frame.startsWith("dev.llmdriver.") && !frame.startsWith("dev.llmdriver.threads.");
    }
}
