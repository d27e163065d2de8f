package dev.llmdriver.server.internal.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.client.LlmClient;
import dev.llmdriver.fuzz.FuzzTarget;
import dev.llmdriver.fuzz.Input;
import dev.llmdriver.http.Json;
import dev.llmdriver.server.internal.auth.AuthSettings;
import dev.llmdriver.server.internal.auth.Callers;
import dev.llmdriver.server.internal.chats.ChatHead;
import dev.llmdriver.server.internal.chats.ChatStore;
import dev.llmdriver.server.internal.chats.Conversations;
import dev.llmdriver.server.internal.chats.Turn;
import dev.llmdriver.server.internal.http.Room;
import dev.llmdriver.server.internal.http.Traffic;
import dev.llmdriver.server.internal.http.Workers;
import dev.llmdriver.server.internal.openai.Models;
import dev.llmdriver.spi.Scheduler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.internal.http.WebSocketInternal;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a page sends through its socket, a message a line: each is obeyed or refused, and what is told of it is JSON. */
public final class SessionTarget implements FuzzTarget {
    /** Nothing that takes a while is ever done: only the reading is tried. */
    private static final Scheduler STILL = new Scheduler() {
        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public Alarm schedule(Duration delay, Runnable task) {
            return () -> {};
        }
    };

    private final Models models = new Models(
            LlmClient.builder()
                    .systemProperties(Map.of())
                    .environment(Map.of())
                    .classLoader(ClassLoader.getPlatformClassLoader())
                    .property("llm.model", "ollama:m")
                    .build(),
            Optional.empty());
    private final Workers workers = new Workers();

    @Override
    public void feed(byte[] bytes) throws IOException {
        Input input = Input.of(bytes);
        Page page = new Page();
        Session.open(
                page.loop, page.socket, input.has(1) ? Optional.empty() : Optional.of("ann"), hub(input), () -> {});
        String[] messages = input.text().split("\n");
        for (String message : messages) {
            page.say(message);
        }
        assertThat(page.frames).hasSizeLessThanOrEqualTo(messages.length);
        for (String frame : page.frames) {
            assertThat(Json.tree(frame.getBytes(UTF_8)).path("type").asText()).isNotBlank();
        }
    }

    private Hub hub(Input input) {
        Optional<AuthSettings> tokens = input.has(2)
                ? Optional.of(new AuthSettings(Optional.of("s".repeat(32)), Optional.empty(), "i", "a"))
                : Optional.empty();
        return new Hub(
                models,
                new Places(models, input.has(4)),
                new Conversations(new Nothing(), STILL, 10),
                new Callers(tokens, workers, STILL),
                new Traffic(STILL),
                new Room(1_000_000),
                Duration.ofSeconds(30),
                work -> {},
                STILL,
                input.has(8));
    }

    /** The other end of a connection, which takes everything at once. */
    private static final class Page {
        private final List<String> frames = new ArrayList<>();
        private final ChannelPipeline pipeline = faked(ChannelPipeline.class);
        private final ChannelHandlerContext channel = faked(ChannelHandlerContext.class);
        private final Context loop = faked(Context.class);
        private final ServerWebSocket socket = faked(ServerWebSocket.class, WebSocketInternal.class);
        private Handler<WebSocketFrame> reader = frame -> {};

        void say(String text) {
            reader.handle(WebSocketFrame.textFrame(text, true));
        }

        @SuppressWarnings("unchecked") // by their names, these methods take handlers of these types
        private <T> T faked(Class<T> type, Class<?>... more) {
            Class<?>[] types = Stream.concat(Stream.of(type), Stream.of(more)).toArray(Class<?>[]::new);
            return type.cast(Proxy.newProxyInstance(
                    WebSocketInternal.class.getClassLoader(), types, (self, method, given) -> {
                        switch (method.getName()) {
                            case "runOnContext" -> ((Handler<?>) given[0]).handle(null);
                            case "frameHandler" -> reader = (Handler<WebSocketFrame>) given[0];
                            case "writeTextMessage" -> frames.add((String) given[0]);
                            default -> {}
                        }
                        return result(method.getReturnType());
                    }));
        }

        private @Nullable Object result(Class<?> type) {
            if (type == ChannelHandlerContext.class) {
                return channel;
            }
            return type == ChannelPipeline.class ? pipeline : type == boolean.class ? false : null;
        }
    }

    /** Keeps nothing. */
    private static final class Nothing implements ChatStore {
        @Override
        public CompletableFuture<List<Turn>> turns(String owner, String chat, int most) {
            return CompletableFuture.completedFuture(List.of());
        }

        @Override
        public CompletableFuture<Void> add(String owner, String chat, List<Turn> turns) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<List<ChatHead>> chats(String owner, int most) {
            return CompletableFuture.completedFuture(List.of());
        }

        @Override
        public CompletableFuture<Void> delete(String owner, String chat) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {}
    }

    @Override
    public List<byte[]> seeds() {
        String ask = "{'type':'ask','id':'1','chat':'c','text':'t','model':'ollama:m','memory':false,'again':true,"
                + "'endpoint':{'kind':'auto','url':'http://127.0.0.1:1','token':'t'}}";
        return List.of(
                Input.seed(0, ask + "\n" + ask + "\n{'type':'stop','id':'1'}"),
                Input.seed(0, "{'type':'chats'}\n{'type':'turns','chat':'c'}\n{'type':'delete','chat':'c'}"),
                Input.seed(
                        4,
                        "{'type':'models','provider':'ollama'}\n{'type':'models','provider':'','endpoint':{'url':'${X}'}}"),
                Input.seed(
                        3,
                        "{'type':'hello','token':'a.b.c'}\n{'type':'hello','token':'x'}\n{'type':'chats','id':'\\ud800'}"),
                Input.seed(0, "{'type':'ask','id':{},'chat':'..','text':' '}\n[]\n\n{"));
    }
}
