package dev.llmdriver.client.tool;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.testkit.ScriptedAnswer;
import dev.llmdriver.testkit.ScriptedChatModel;
import java.util.Collections;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.SkipException;
import org.testng.annotations.Test;

/** The specification's own test of publishers, for a stream of a model's answer and the end of the loop. */
@Test
public class ToolStreamTckTest extends FlowPublisherVerification<ToolEvent> {
    /** The answer's start and finish, and the end of the run. */
    private static final long FEWEST = 3;

    public ToolStreamTckTest() {
        // The last number: the kit looks for an expected error once, this long after it was caused.
        super(new TestEnvironment(20_000, 200, 5000));
    }

    @Override
    public Flow.Publisher<ToolEvent> createFlowPublisher(long elements) {
        if (elements < FEWEST) {
            throw new SkipException("a run has at least " + FEWEST + " events");
        }
        int words = (int) (elements - FEWEST);
        return stream(ScriptedAnswer.builder()
                .text(Collections.nCopies(words, "word ").toArray(String[]::new))
                .build());
    }

    @Override
    public Flow.Publisher<ToolEvent> createFailedFlowPublisher() {
        return stream(ScriptedAnswer.failing(ErrorKind.AUTHENTICATION));
    }

    private static ToolStream stream(ScriptedAnswer answer) {
        ScriptedChatModel model = ScriptedChatModel.create();
        model.enqueue(answer);
        return ToolLoop.over(model).build().stream(ChatRequest.of("Hello"));
    }

    @Override
    public long maxElementsFromPublisher() {
        return 1000;
    }
}
