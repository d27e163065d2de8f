package dev.llmdriver.gemini.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.testkit.Recording;
import dev.llmdriver.testkit.Recordings;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Which recordings are replayed. */
final class Corpus {
    private static final Set<String> APIS = Set.of("gemini", "vertex");

    /** The number of chat exchanges, so that a set that shrinks unseen does not prove less. */
    private static final int CHATS = 397;

    private Corpus() {}

    /** {@return every answer of {@code generateContent} and {@code streamGenerateContent}, and every error in place of one} */
    static List<Recording> chats() {
        List<Recording> chats = all().filter(Corpus::isChat).toList();
        assertThat(chats)
                .as(
                        "chat exchanges in the folder of recordings; if it has grown on purpose, set the new number in Corpus")
                .hasSize(CHATS);
        return chats;
    }

    /** {@return exchanges of another method, such as {@code countTokens}} */
    static List<Recording> of(Predicate<Recording> wanted) {
        return all().filter(wanted).toList();
    }

    static Stream<Recording> all() {
        return Recordings.read(Recordings.assumeFolder().resolve("interactions")).stream()
                .filter(recording -> APIS.contains(recording.api()));
    }

    /** A fixture has no path: there the body decides. The Interactions API speaks otherwise. */
    static boolean isChat(Recording recording) {
        if (recording.source().contains("/interactions/")) {
            return false;
        }
        String path = recording.path();
        return path.endsWith(":generateContent")
                || path.endsWith(":streamGenerateContent")
                || (path.equals("/") && isAnswer(recording.body()));
    }

    private static boolean isAnswer(String body) {
        return body.contains("\"candidates\"") || body.contains("\"promptFeedback\"") || body.contains("\"error\"");
    }
}
