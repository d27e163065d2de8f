package dev.llmdriver.server.internal.socket;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.llmdriver.ModelInfo;
import dev.llmdriver.ModelRef;
import dev.llmdriver.client.LlmClient;
import dev.llmdriver.server.internal.chats.ChatHead;
import dev.llmdriver.spi.Scheduler;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/** Tells a page what there is: providers, models, conversations and what was said in one. */
final class Lists {
    private static final int MOST_CHATS = 200;
    private static final int MOST_MODELS = 2000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Hub hub;
    private final String owner;
    private final Outbox out;
    private final Runnable answered;

    /**
     * Asks nothing yet.
     *
     * @param answered told, on any thread, when one of the methods has its answer
     */
    Lists(Hub hub, String owner, Outbox out, Runnable answered) {
        this.hub = hub;
        this.owner = owner;
        this.out = out;
        this.answered = answered;
    }

    private void answer(String frame) {
        answered.run();
        out.reply(frame);
    }

    /** {@return what a page has to know before anything is asked} */
    static String greeting(Hub hub) {
        LlmClient client = hub.models().client();
        return Frame.of("ready", json -> {
            json.writeStringField("standard", hub.models().standard().orElse(""));
            json.writeBooleanField("endpoints", hub.places().areOpen());
            json.writeArrayFieldStart("providers");
            for (String provider : client.config().providers().keySet()) {
                json.writeString(provider);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("named");
            for (Map.Entry<String, ModelRef> model : client.config().models().entrySet()) {
                json.writeString(model.getKey());
            }
            json.writeEndArray();
        });
    }

    /** Asks a provider, which may take long or fail. */
    void models(String provider, Optional<Endpoint> endpoint) {
        CompletableFuture.supplyAsync(() -> hub.places().find(provider, endpoint), hub.workers())
                .thenCompose(shop -> inTime(shop.provider().models())
                        .whenComplete((models, failure) -> hub.workers().execute(shop.close())))
                .whenComplete((models, failure) -> answer(
                        failure == null
                                ? models(provider, models)
                                : Trouble.of(failure, knows(endpoint)).frame("models", provider, json -> {})));
    }

    private boolean knows(Optional<Endpoint> endpoint) {
        return hub.local() || endpoint.isPresent();
    }

    private <T> CompletableFuture<T> inTime(CompletableFuture<T> asked) {
        CompletableFuture<T> answer = asked.copy();
        Scheduler.Alarm alarm =
                hub.scheduler().schedule(PATIENCE, () -> answer.completeExceptionally(new TimeoutException()));
        answer.whenComplete((done, failure) -> {
            alarm.cancel();
            asked.cancel(true);
        });
        return answer;
    }

    private static String models(String provider, List<ModelInfo> models) {
        return Frame.of("models", provider, json -> {
            json.writeArrayFieldStart("models");
            for (ModelInfo model : models.subList(0, Math.min(MOST_MODELS, models.size()))) {
                json.writeString(model.id());
            }
            json.writeEndArray();
        });
    }

    void chats() {
        reply("chats", "", hub.conversations().chats(owner, MOST_CHATS), (json, chats) -> {
            json.writeArrayFieldStart("chats");
            for (ChatHead chat : chats) {
                json.writeStartObject();
                json.writeStringField("id", chat.id());
                json.writeStringField("title", chat.title());
                json.writeNumberField("last", chat.last().toEpochMilli());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    void turns(String chat) {
        reply("turns", chat, hub.conversations().turns(owner, chat, Past.ASKED_FOR), Past::write);
    }

    void delete(String chat) {
        reply("deleted", chat, hub.conversations().delete(owner, chat), (json, done) -> {});
    }

    /** What writes a value. */
    private interface Writer<T> {
        void write(JsonGenerator json, T value) throws IOException;
    }

    private <T> void reply(String type, String id, CompletableFuture<T> asked, Writer<T> writer) {
        asked.whenComplete((value, failure) -> answer(
                failure == null
                        ? Frame.of(type, id, json -> writer.write(json, value))
                        : Trouble.of(failure, hub.local()).frame(type, id, json -> {})));
    }
}
