package dev.llmdriver.server;

import static dev.llmdriver.server.Stage.PATIENCE;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.server.internal.auth.TokenMaker;
import dev.llmdriver.server.internal.chats.ChatStore;
import dev.llmdriver.server.internal.chats.DatabaseSettings;
import dev.llmdriver.server.internal.chats.SqlChats;
import dev.llmdriver.server.internal.chats.Turn;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server that keeps conversations in a file, and a look into that file. */
final class ApiStage implements AutoCloseable {
    static final String SCRIPTED = "/api/ai/scripted/-/m/chat";
    static final String TWIN = "/api/ai/huggingface/org/chat/chat";

    final TokenMaker tokens = TokenMaker.start();
    final Stage stage;
    private final ChatStore file;

    private ApiStage(Path folder, Map<String, String> more) throws Exception {
        Map<String, String> settings = new HashMap<>(tokens.settings());
        settings.put("llm.server.chats.url", "file:" + folder);
        settings.putAll(more);
        this.stage = Stage.configured(settings);
        this.file = new SqlChats(DatabaseSettings.in(folder)); // in one process both are one database
        kept("nobody", "none");
    }

    static ApiStage open(Path folder, Map<String, String> more) throws Exception {
        return new ApiStage(folder, more);
    }

    /** {@return a time zone in which it is about noon now, so that no day ends while a test runs} */
    static String middayZone() {
        return ZoneOffset.ofHours(12 - Instant.now().atOffset(ZoneOffset.UTC).getHour())
                .getId();
    }

    HttpRequest.Builder request(String owner, String path, String body) {
        return HttpRequest.newBuilder(stage.uri(path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + TokenMaker.right(owner))
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    HttpResponse<String> ask(String owner, String path, String body) throws Exception {
        return stage.send(request(owner, path, body));
    }

    /** {@return messages that alternate between the user and the model} */
    static String saying(String... contents) {
        StringBuilder messages = new StringBuilder();
        for (int i = 0; i < contents.length; i++) {
            messages.append(i == 0 ? "" : ",")
                    .append("{\"role\":\"")
                    .append(i % 2 == 0 ? "user" : "assistant")
                    .append("\",\"content\":\"")
                    .append(contents[i])
                    .append("\"}");
        }
        return "{\"messages\":[" + messages + "]}";
    }

    /** {@return what a model was asked, one message after the other} */
    List<String> told(int call) {
        ChatRequest request = stage.scripted.model.requests().get(call);
        return request.messages().stream().map(message -> message.text()).toList();
    }

    List<Turn> kept(String owner, String chat) throws Exception {
        return file.turns(owner, chat, 1000).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    List<String> texts(String owner, String chat) throws Exception {
        return kept(owner, chat).stream().map(Turn::text).toList();
    }

    @Override
    public void close() {
        stage.close();
        file.close();
        tokens.close();
    }
}
