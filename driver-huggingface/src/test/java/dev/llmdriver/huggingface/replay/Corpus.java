package dev.llmdriver.huggingface.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.testkit.Recording;
import dev.llmdriver.testkit.Recordings;
import dev.llmdriver.testkit.replay.Outcome;
import dev.llmdriver.testkit.replay.ReplayCase;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Which recordings are replayed, how, and with what outcome. */
final class Corpus {
    private static final String INFERENCE_PROXY = "/api/inference-proxy";
    private static final String DEDICATED = "dedicated";
    static final String INPUTS = "dedicated custom-inputs";

    private Corpus() {}

    /** {@return chat through Hugging Face's router, one request for each recording} */
    static List<ReplayCase> huggingFaceChat() {
        return huggingFace()
                .filter(recording -> recording.api().equals("huggingface-chat"))
                .map(Corpus::chat)
                .toList();
    }

    /** {@return what TGI and the task API answered: chat completions and generated text; the other tasks are no chat} */
    static List<ReplayCase> huggingFaceTasks() {
        return huggingFace()
                .filter(recording -> recording.api().equals("huggingface-task"))
                .flatMap(Corpus::task)
                .toList();
    }

    /** {@return chat completions of everybody else: any of them may stand behind the router or a dedicated endpoint} */
    static List<ReplayCase> others() {
        return all().filter(recording -> !isHuggingFace(recording))
                .filter(Corpus::isChat)
                .map(recording -> isFixture(recording) ? fixture(recording) : chat(recording))
                .toList();
    }

    static Stream<Recording> all() {
        return Recordings.read(Recordings.assumeFolder().resolve("interactions")).stream();
    }

    private static Stream<Recording> huggingFace() {
        return all().filter(Corpus::isHuggingFace);
    }

    private static boolean isHuggingFace(Recording recording) {
        return recording.provider().equals("huggingface");
    }

    private static boolean isChat(Recording recording) {
        return recording.path().endsWith("/chat/completions")
                || (isFixture(recording) && recording.body().contains("\"choices\""));
    }

    private static boolean isFixture(Recording recording) {
        return recording.fidelity().equals("fixture");
    }

    private static boolean isError(Recording recording) {
        return recording.status() >= 400;
    }

    private static Stream<ReplayCase> task(Recording recording) {
        String body = recording.body();
        if (isError(recording)) {
            return Stream.of(error(recording, INPUTS));
        }
        if (body.contains("\"choices\"")) {
            return Stream.of(isFixture(recording) ? fixture(recording) : chat(recording));
        }
        if (!body.contains("\"generated_text\"")) {
            return Stream.empty();
        }
        return isFixture(recording) ? generations(recording) : Stream.of(generation(recording));
    }

    private static ReplayCase chat(Recording recording) {
        if (isError(recording)) {
            return error(recording, endpoint(recording));
        }
        Outcome expected =
                recording.streamed() ? ChatOracle.stream(recording.body()) : ChatOracle.whole(recording.body());
        return played(recording, endpoint(recording), recording.streamed(), expected);
    }

    /** The body of a test: events stand in an array, or one on a line. */
    private static ReplayCase fixture(Recording recording) {
        String body = recording.body();
        List<String> events =
                body.startsWith("[") ? elements(body) : body.lines().toList();
        if (!body.startsWith("[") && !recording.streamed()) {
            return played(recording, DEDICATED, false, ChatOracle.whole(body));
        }
        String framed = EventStream.framed(events);
        return played(with(recording, framed), DEDICATED, true, ChatOracle.stream(framed));
    }

    /** Some snapshots hold the answers to several requests. */
    private static Stream<ReplayCase> generations(Recording recording) {
        List<String> bodies = recording.body().startsWith("[") ? elements(recording.body()) : List.of(recording.body());
        return bodies.stream().map(body -> played(with(recording, body), INPUTS, false, InputsOracle.whole(body)));
    }

    private static ReplayCase generation(Recording recording) {
        String body = recording.body();
        boolean stream = recording.streamed();
        Outcome expected = stream ? InputsOracle.stream(body) : InputsOracle.whole(body);
        return played(recording, INPUTS, stream, expected);
    }

    private static ReplayCase error(Recording recording, String setting) {
        Outcome expected = ErrorOracle.read(recording.status(), recording.body());
        return played(recording, setting, recording.streaming(), expected);
    }

    private static Recording with(Recording recording, String body) {
        return recording.toBuilder().body(body).build();
    }

    private static ReplayCase played(Recording recording, String setting, boolean stream, Outcome expected) {
        boolean streamed = expected instanceof Outcome.Answer && stream;
        Recording.Builder complete = recording.toBuilder().streamed(streamed);
        if (!recording.headers().containsKey("content-type")) {
            complete.header("content-type", streamed ? "text/event-stream" : "application/json");
        }
        return new ReplayCase(complete.build(), setting, ChatRequest.of("Hello"), stream, expected);
    }

    /** {@return the kind of endpoint that the path was of, as the setting of a case} */
    private static String endpoint(Recording recording) {
        if (!recording.api().equals("huggingface-chat")) {
            return DEDICATED;
        }
        String path = recording.path();
        String first = path.replace(INFERENCE_PROXY, "").split("/")[1];
        return first.equals("v1") ? "router" : first;
    }

    private static List<String> elements(String array) {
        List<String> elements = new ArrayList<>();
        for (JsonNode element : Trees.tree(array)) {
            elements.add(element.toString());
        }
        return elements;
    }
}
