package dev.llmdriver.ollama.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.testkit.Recording;
import dev.llmdriver.testkit.Recordings;
import dev.llmdriver.testkit.replay.ReplayCase;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** Which recordings are replayed, and how many there are: a set that shrinks unseen would prove nothing. */
final class Corpus {
    private static final int CHATS = 44;
    private static final String CHAT = "/api/chat";

    private Corpus() {}

    /** {@return every exchange recorded of Ollama's own API, and the bodies of other projects' tests} */
    static List<Recording> all() {
        Path file = Recordings.assumeFolder().resolve("interactions").resolve("ollama.jsonl");
        return Recordings.read(file).stream()
                .filter(recording -> recording.api().equals("ollama"))
                .toList();
    }

    /** {@return every chat, as the driver is to be asked for it and what must come of it} */
    static List<ReplayCase> chats() {
        List<ReplayCase> chats =
                all().stream().filter(Corpus::isChat).map(Corpus::chat).toList();
        assertThat(chats)
                .as(
                        "chats: the folder of recordings holds another number; if it has grown on purpose, set it in Corpus.CHATS")
                .hasSize(CHATS);
        return chats;
    }

    static boolean isChat(Recording recording) {
        String body = recording.body();
        boolean fixture = isFixture(recording) && body.contains("\"message\":{") && !body.contains("\"choices\"");
        return fixture || recording.path().equals(CHAT);
    }

    static boolean isFixture(Recording recording) {
        return recording.fidelity().equals("fixture");
    }

    /** The bodies of tests have no headers. */
    private static ReplayCase chat(Recording recording) {
        boolean stream = recording.streamed();
        Recording.Builder complete = recording.toBuilder();
        if (!recording.headers().containsKey("content-type")) {
            complete.header("content-type", stream ? "application/x-ndjson" : "application/json; charset=utf-8");
        }
        return new ReplayCase(complete.build(), "", ChatRequest.of("Hello"), stream, ChatOracle.read(recording.body()));
    }

    /** {@return the recordings of which this is true, as many as are known} */
    static List<Recording> such(Predicate<Recording> condition, int count) {
        List<Recording> found = all().stream().filter(condition).toList();
        assertThat(found).as("the folder of recordings holds another number").hasSize(count);
        return found;
    }
}
