package dev.llmdriver.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.CallOptions;
import dev.llmdriver.ChatModel;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.Media;
import dev.llmdriver.Message;
import dev.llmdriver.Role;
import dev.llmdriver.Secret;
import dev.llmdriver.Text;
import dev.llmdriver.Tool;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.Instrumentation;
import dev.llmdriver.testkit.ScriptedAnswer;
import dev.llmdriver.testkit.ScriptedChatModel;
import dev.llmdriver.testkit.StreamProbe;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Plants a word in everything that is asked, answered and kept secret, and looks for it in everything that is emitted. */
class ContentSecretTest {
    private static final String PLANTED = "PLANTED";

    private final StringBuilder seen = new StringBuilder();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ObservationRegistry observations = ObservationRegistry.create();

    ContentSecretTest() {
        observations.observationConfig().observationHandler(new Everything());
    }

    /** Notes whatever an exporter could see of a span. */
    private final class Everything implements ObservationHandler<Observation.Context> {
        @Override
        public void onStop(Observation.Context context) {
            seen.append(context.getName()).append(context.getContextualName());
            context.getAllKeyValues().forEach(field -> seen.append(field).append('\n'));
            Throwable error = context.getError();
            if (error != null) {
                StringWriter stack = new StringWriter();
                error.printStackTrace(new PrintWriter(stack));
                seen.append(stack);
            }
        }

        @Override
        public void onEvent(Observation.Event event, Observation.Context context) {
            seen.append(event);
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }
    }

    private static ChatRequest planted() {
        byte[] picture = PLANTED.getBytes(StandardCharsets.UTF_8);
        return ChatRequest.builder()
                .system("system " + PLANTED)
                .message(Message.of(Role.USER, Text.of("user " + PLANTED), Media.of("image/png", picture)))
                .tools(new Tool("tool", "description " + PLANTED, "{\"title\":\"" + PLANTED + "\"}"))
                .callOptions(CallOptions.builder()
                        .apiKey(Secret.of("key-" + PLANTED))
                        .header("X-Header", PLANTED)
                        .baseUrl(URI.create("https://user:" + PLANTED + "@api.example/v1?key=" + PLANTED))
                        .build())
                .build();
    }

    private void run(Instrumentation instrumentation) {
        Bench bench = new Bench(instrumentation);
        ScriptedChatModel script = bench.scripted("gemini:gemini-2.5-flash");
        ChatModel model = bench.chain(script);
        LlmException blamed = LlmException.builder(ErrorKind.INVALID_REQUEST, "a field is not known")
                .excerpt("excerpt " + PLANTED)
                .cause(new IllegalStateException("cause " + PLANTED))
                .build();
        script.enqueue(
                ScriptedAnswer.builder()
                        .reasoning(PLANTED)
                        .text("answer " + PLANTED)
                        .toolCall("1", "tool", "{\"a\":\"" + PLANTED + "\"}")
                        .usage(1, 1)
                        .build(),
                ScriptedAnswer.builder()
                        .text("partial " + PLANTED)
                        .failing(blamed)
                        .build(),
                ScriptedAnswer.failing(blamed),
                ScriptedAnswer.builder().text("cancelled " + PLANTED).silence().build());
        for (int i = 0; i < 3; i++) {
            StreamProbe probe = StreamProbe.unbounded();
            model.stream(planted()).subscribe(probe);
            assertThat(probe.hasEnded()).isTrue();
        }
        StreamProbe probe = StreamProbe.unbounded();
        model.stream(planted()).subscribe(probe);
        probe.cancel();
        script.assertComplete();
        for (Meter meter : meters.getMeters()) {
            seen.append(meter.getId()).append('\n');
        }
    }

    @ParameterizedTest
    @EnumSource(GenAiSemconv.class)
    void spansHoldNothingOfIt(GenAiSemconv text) {
        run(LlmObservations.builder(observations).semconv(text).build());
        assertThat(seen.toString())
                .contains("InvalidRequestException: a field is not known")
                .doesNotContain(PLANTED)
                .doesNotContain("UExBTlRFR"); // the same in Base64
    }

    @ParameterizedTest
    @EnumSource(GenAiSemconv.class)
    void metersHoldNothingOfIt(GenAiSemconv text) {
        run(LlmMetrics.builder(meters).semconv(text).build());
        assertThat(seen.toString())
                .contains("invalid_request")
                .contains("api.example")
                .doesNotContain(PLANTED);
    }

    /** So that the two above prove something. */
    @ParameterizedTest
    @EnumSource(GenAiSemconv.class)
    void itIsFoundWhereContentIsCaptured(GenAiSemconv text) {
        run(LlmObservations.builder(observations)
                .semconv(text)
                .captureContent(true)
                .build());
        assertThat(seen.toString())
                .contains("user " + PLANTED, "answer " + PLANTED, "description " + PLANTED, "UExBTlRFR")
                .doesNotContain("key-" + PLANTED)
                .doesNotContain("cause " + PLANTED)
                .doesNotContain("excerpt " + PLANTED);
    }
}
