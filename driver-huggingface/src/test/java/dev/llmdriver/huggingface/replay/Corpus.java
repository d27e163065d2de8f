package dev.llmdriver.huggingface.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Which recordings are replayed, how, and with what outcome. */
final class Corpus {
    private static final String HUGGING_FACE = "huggingface.jsonl";
    private static final String INFERENCE_PROXY = "/api/inference-proxy";
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "content-encoding", "content-length", "keep-alive", "trailer", "transfer-encoding");

    private Corpus() {}

    /** {@return chat through Hugging Face's router, one request for each recording} */
    static List<Exchange> huggingFaceChat() {
        return huggingFace()
                .filter(recording -> recording.api().equals("huggingface-chat"))
                .map(Corpus::chat)
                .toList();
    }

    /** {@return what TGI and the task API answered: chat completions and generated text; the other tasks are no chat} */
    static List<Exchange> huggingFaceTasks() {
        return huggingFace()
                .filter(recording -> recording.api().equals("huggingface-task"))
                .flatMap(Corpus::task)
                .toList();
    }

    /** {@return chat completions of everybody else: any of them may stand behind the router or a dedicated endpoint} */
    static List<Exchange> others() {
        return Recordings.files().stream()
                .filter(file -> !isHuggingFace(file))
                .flatMap(file -> Recordings.read(file).stream())
                .filter(Recording::isChat)
                .map(recording -> recording.fixture() ? fixture(recording) : chat(recording))
                .toList();
    }

    private static Stream<Recording> huggingFace() {
        return Recordings.files().stream()
                .filter(Corpus::isHuggingFace)
                .flatMap(file -> Recordings.read(file).stream());
    }

    private static boolean isHuggingFace(Path file) {
        return file.endsWith(HUGGING_FACE);
    }

    private static Stream<Exchange> task(Recording recording) {
        String body = recording.body();
        if (recording.isError()) {
            return Stream.of(error(recording, "dedicated", true));
        }
        if (body.contains("\"choices\"")) {
            return Stream.of(recording.fixture() ? fixture(recording) : chat(recording));
        }
        if (!body.contains("\"generated_text\"")) {
            return Stream.empty();
        }
        return recording.fixture() ? generations(recording) : Stream.of(generation(recording));
    }

    private static Exchange chat(Recording recording) {
        if (recording.isError()) {
            return error(recording, endpoint(recording), false);
        }
        Outcome expected =
                recording.streamed() ? ChatOracle.stream(recording.body()) : ChatOracle.whole(recording.body());
        return exchange(recording, endpoint(recording), false, recording.streamed(), recording.body(), expected);
    }

    /** The body of a test: events stand in an array, or one on a line. */
    private static Exchange fixture(Recording recording) {
        String body = recording.body();
        List<String> events =
                body.startsWith("[") ? elements(body) : body.lines().toList();
        if (!body.startsWith("[") && !recording.streamed()) {
            return exchange(recording, "dedicated", false, false, body, ChatOracle.whole(body));
        }
        String framed = EventStream.framed(events);
        return exchange(recording, "dedicated", false, true, framed, ChatOracle.stream(framed));
    }

    /** Some snapshots hold the answers to several requests. */
    private static Stream<Exchange> generations(Recording recording) {
        List<String> bodies = recording.body().startsWith("[") ? elements(recording.body()) : List.of(recording.body());
        return bodies.stream()
                .map(body -> exchange(recording, "dedicated", true, false, body, InputsOracle.whole(body)));
    }

    private static Exchange generation(Recording recording) {
        String body = recording.body();
        boolean stream = recording.streamed();
        Outcome expected = stream ? InputsOracle.stream(body) : InputsOracle.whole(body);
        return exchange(recording, "dedicated", true, stream, body, expected);
    }

    private static Exchange error(Recording recording, String endpoint, boolean inputs) {
        Outcome expected = ErrorOracle.read(recording.status(), recording.body());
        return exchange(recording, endpoint, inputs, recording.asked(), recording.body(), expected);
    }

    private static Exchange exchange(
            Recording recording, String endpoint, boolean inputs, boolean stream, String body, Outcome expected) {
        Map<String, String> headers = new HashMap<>(recording.headers());
        headers.keySet().removeAll(OF_THE_CONNECTION);
        headers.putIfAbsent(
                "content-type",
                expected instanceof Outcome.Answer && stream ? "text/event-stream" : "application/json");
        return new Exchange(recording.source(), endpoint, inputs, stream, recording.status(), headers, body, expected);
    }

    /** {@return the kind of endpoint that the path was of} */
    private static String endpoint(Recording recording) {
        if (!recording.api().equals("huggingface-chat")) {
            return "dedicated";
        }
        String path = recording.path();
        String first = path.replace(INFERENCE_PROXY, "").split("/")[1];
        return first.equals("v1") ? "router" : first;
    }

    private static List<String> elements(String array) {
        List<String> elements = new ArrayList<>();
        for (JsonNode element : Recordings.tree(array)) {
            elements.add(element.toString());
        }
        return elements;
    }
}
