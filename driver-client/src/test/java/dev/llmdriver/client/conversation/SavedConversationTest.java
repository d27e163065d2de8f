package dev.llmdriver.client.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.llmdriver.CallOptions;
import dev.llmdriver.Media;
import dev.llmdriver.Message;
import dev.llmdriver.ProviderData;
import dev.llmdriver.Reasoning;
import dev.llmdriver.Role;
import dev.llmdriver.Secret;
import dev.llmdriver.Text;
import dev.llmdriver.ToolCall;
import dev.llmdriver.ToolResult;
import dev.llmdriver.testkit.ScriptedAnswer;
import dev.llmdriver.testkit.ScriptedChatModel;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedConversationTest {
    private static final ProviderData SIGNED = new ProviderData("gemini", "m", "{\"thoughtSignature\":\"a\\\"b\"}");

    private final ScriptedChatModel model = ScriptedChatModel.create();

    /** Every kind of part, with and without what a provider wants back. */
    private static List<Turn> everything() {
        ToolCall call = ToolCall.of("1", "get_weather", "{ \"broken");
        Message user = Message.of(
                Role.USER,
                Text.of("Look \u0000 \"\\ \uD83D\uDE00\r\n"),
                Text.of("").withProviderData(SIGNED),
                Media.of("image/png", new byte[] {0, -1, 127}),
                Media.of("application/pdf", URI.create("https://example.org/a.pdf?b=c"))
                        .withProviderData(SIGNED));
        Message assistant = Message.of(
                Role.ASSISTANT,
                Reasoning.of("Hm").withProviderData(SIGNED),
                Reasoning.of(""),
                call.withProviderData(SIGNED),
                call);
        Message tool = Message.tool(
                ToolResult.of(call, "7").withProviderData(SIGNED),
                ToolResult.error(call, "no"),
                ToolResult.error(call, "no").withProviderData(SIGNED));
        return List.of(
                new Turn(List.of(user, assistant, tool, Message.assistant("Well")), 123, true, false),
                new Turn(List.of(Message.user("And?"), Message.assistant("Th")), 9, false, true));
    }

    private static String saved() {
        return SavedConversation.write(ScriptedChatModel.create().ref(), Message.system("Be brief."), everything());
    }

    @Test
    void whatIsSavedComesBackWhole() {
        SavedConversation read = SavedConversation.read(saved());

        assertThat(read.turns()).isEqualTo(everything());
        assertThat(read.system()).isEqualTo(Message.system("Be brief."));
    }

    @Test
    void aConversationGoesOnFromItsFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("talk.json");
        model.enqueue(ScriptedAnswer.of("a"), ScriptedAnswer.of("b"));
        Conversation before = Conversation.over(model).system("Be brief.").build();
        before.say("one");
        before.save(file);
        before.save(file);

        Conversation after = Conversation.over(model).restore(file).build();
        after.say("two");

        assertThat(model.requests().get(1).messages())
                .extracting(Message::text)
                .containsExactly("Be brief.", "one", "a", "two");
        assertThat(after.turns().get(0)).isEqualTo(before.turns().get(0));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).as("no half of a file is left").containsExactly(file);
        }
    }

    /** An answer that was cut may end within a pair of surrogates. */
    @Test
    void halfACharacterIsSavedToo(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("talk.json");
        String cut = "fish \uD83D\uDC1F, \uD83D";
        model.enqueue(ScriptedAnswer.of(cut));
        Conversation before = Conversation.over(model).build();
        before.say("one");
        before.save(file);

        assertThat(Conversation.over(model).restore(file).build().turns()).isEqualTo(before.turns());
    }

    @Test
    void whoLooksWhileItIsReplacedAlwaysFindsIt(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("talk.json");
        Conversation talk = Conversation.over(model).build();
        talk.save(file);
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Boolean> alwaysThere = CompletableFuture.supplyAsync(() -> {
            boolean there = true;
            while (there && !done.get()) {
                there = Files.exists(file);
            }
            return there;
        });
        try {
            for (int i = 0; i < 300 && !alwaysThere.isDone(); i++) {
                talk.save(file);
            }
        } finally {
            done.set(true);
        }

        assertThat(alwaysThere.get(30, TimeUnit.SECONDS)).isTrue();
    }

    /** Even where one of the same name was for everybody. */
    @Test
    void nobodyElseMayReadIt(@TempDir Path folder) throws IOException {
        assumeThat(folder.getFileSystem().supportedFileAttributeViews()).contains("posix");
        Path file = Files.createFile(
                folder.resolve("talk.json"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-rw-rw-")));
        Conversation.over(model).build().save(file);

        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void fieldsOfTomorrowAreIgnored() {
        String tomorrow = saved().replace("\"version\" : 1", "\"version\" : 1, \"mood\" : {\"good\" : true}")
                .replace("\"type\" : \"text\"", "\"type\" : \"text\", \"colour\" : \"red\"")
                .replace("\"counted\"", "\"weight\" : 7, \"counted\"");
        assertThat(tomorrow).contains("mood", "colour", "weight");

        assertThat(SavedConversation.read(tomorrow).turns()).isEqualTo(everything());
    }

    @Test
    void keysAreNotPartOfIt() {
        model.enqueue(ScriptedAnswer.of("a"));
        Conversation talk = Conversation.over(model)
                .settings(request -> request.callOptions(CallOptions.builder()
                        .apiKey(Secret.of("sk-planted"))
                        .header("X-Key", "sk-planted")
                        .build()))
                .build();
        talk.say("one");

        assertThat(talk.toJson()).doesNotContain("planted").contains("\"one\"");
        assertThat(talk.toString()).doesNotContain("planted", "one");
    }

    @Test
    void whatIsCorruptSaysWhere() {
        assertThatThrownBy(() -> SavedConversation.read("{\"format\""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a saved conversation")
                .hasMessageContaining("line 1");
        assertRefused("[]", "/format");
        assertRefused("", "empty");
        assertRefused(saved().replace("llm-driver-conversation", "letter"), "/format: expected");
        assertRefused(saved().replace("\"version\" : 1", "\"version\" : 2"), "update LLM Driver");
        assertRefused(saved().replace("\"version\" : 1", "\"version\" : \"x\""), "/version: expected a whole number");
        assertRefused(
                saved().replaceFirst("\"tokens\" : ", "\"tokens\" : -"), "/turns/0/tokens: expected zero or more");
        assertRefused(
                saved().replaceFirst("\"type\" : \"media\"", "\"type\" : \"hologram\""),
                "/turns/0/messages/0/parts/2/type: a kind of part");
        assertRefused(saved().replace("\"role\" : \"tool\"", "\"role\" : \"chair\""), "/turns/0/messages/2/role");
        assertRefused(saved().replace("\"base64\" : \"AP9/\"", "\"base64\" : \"?\""), "/turns/0/messages/0/parts/2");
        assertRefused(saved().replace("\"callId\"", "\"called\""), "/turns/0/messages/2/parts/0/callId: is missing");
        assertRefused(saved().replace("\"error\" : true", "\"error\" : \"yes\""), "expected true or false");
        assertRefused(saved().replaceAll("(?s)\"turns\".*", "\"turns\" : 7}"), "/turns: expected a list");
    }

    private static void assertRefused(String json, String words) {
        assertThatThrownBy(() -> SavedConversation.read(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }

    @Test
    void aCorruptFileIsNamed(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("talk.json"), "{}");

        assertThatThrownBy(() -> Conversation.over(model).restore(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file + " is not a saved conversation: /format");
        assertThatThrownBy(() -> Conversation.over(model).restore(folder.resolve("none.json")))
                .isInstanceOf(NoSuchFileException.class);
    }
}
