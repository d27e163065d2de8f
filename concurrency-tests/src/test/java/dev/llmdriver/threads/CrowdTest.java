package dev.llmdriver.threads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatModel;
import dev.llmdriver.error.CancelledException;
import dev.llmdriver.spi.CallSettings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Ten thousand callers that block, each on a virtual thread of its own. */
@EnabledForJreRange(min = JRE.JAVA_21)
class CrowdTest {
    private static final int CALLERS = 10_000;

    private final Crowd crowd = new Crowd();
    private final ChatModel model = BlockingFacesTest.model(crowd, CallSettings.defaults());
    private final List<Blocked<String>> callers = new ArrayList<>();

    private void askAll() {
        Face[] faces = Face.values();
        for (int i = 0; i < CALLERS; i++) {
            Face face = faces[i % faces.length];
            callers.add(ThreadKind.VIRTUAL.start(() -> face.ask(model)));
        }
        Blocked.await("all requests", () -> crowd.size() == CALLERS);
        callers.forEach(Blocked::awaitBlocked);
    }

    @Test
    void allAreAnswered() throws Exception {
        askAll();
        crowd.answerAll();

        for (Blocked<String> caller : callers) {
            assertThat(caller.get()).isIn("ab", "aa");
        }
    }

    @Test
    void allAreInterrupted() throws Exception {
        askAll();
        callers.forEach(caller -> caller.thread().interrupt());

        for (Blocked<String> caller : callers) {
            assertThat(caller.failure()).isInstanceOf(CancelledException.class);
        }
        Blocked.await("the close of every exchange", () -> crowd.open() == 0);
    }
}
