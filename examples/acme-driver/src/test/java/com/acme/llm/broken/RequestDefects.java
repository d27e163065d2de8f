package com.acme.llm.broken;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.llmdriver.CallOptions;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Explanation;
import dev.llmdriver.FieldFate;
import dev.llmdriver.Media;
import dev.llmdriver.Message;
import dev.llmdriver.Mode;
import dev.llmdriver.Part;
import dev.llmdriver.Role;
import dev.llmdriver.Text;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.http.Json;
import dev.llmdriver.spi.LlmDriver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** R, and the explanations of requests. */
final class RequestDefects {
    private RequestDefects() {}

    static List<Defect> all() {
        return List.of(
                new Defect("R1", "sends a null", Twists.body((request, body) -> body.putNull("mood"))),
                new Defect("R2", "is silent about a field", Twists.explanation(RequestDefects::silent)),
                new Defect("R3", "warns of nothing", Twists.answer(RequestDefects::unwarned)),
                new Defect(
                        "R4",
                        "does not take strict seriously",
                        Twists.request(
                                request -> request.toBuilder().strict(false).build())),
                new Defect("R5", "turns the conversation round", messages(messages -> {
                    Collections.reverse(messages);
                    return messages;
                })),
                new Defect(
                        "R6", "lets the user say what the system says", parts((role, part) -> part, role -> Role.USER)),
                new Defect("R7", "tidies texts up", parts(RequestDefects::tidied, role -> role)),
                new Defect("R8", "sends schemas as text", Twists.body(RequestDefects::quoted)),
                new Defect(
                        "R9",
                        "forgets that a tool failed",
                        Twists.body((request, body) ->
                                body.withArray("turns").forEach(turn -> ((ObjectNode) turn).remove("failed")))),
                new Defect("R13", "leaves pictures out", messages(RequestDefects::withoutMedia)),
                new Defect("R15", "gives one company's data to another", Twists.body(RequestDefects::leaking)),
                new Defect(
                        "R16",
                        "knows better than the caller",
                        Twists.body((request, body) ->
                                request.extras("acme").keySet().forEach(body::remove))),
                new Defect(
                        "R17",
                        "sends tags",
                        Twists.body((request, body) -> body.putObject("tags").setAll(tags(request)))),
                new Defect("R18", "remembers the options of a call", sticky()),
                new Defect("R19", "refuses without saying what", Twists.error(error -> error.message("no"))),
                new Defect("R20", "counts its requests", counting()),
                new Defect("M7", "explains something else", Twists.explanation(RequestDefects::embellished)),
                new Defect("M8", "calls otherwise than it explains", optimistic()));
    }

    private static Explanation silent(ChatRequest request, Explanation told) {
        List<FieldFate> fates = told.fields().stream()
                .filter(fate -> !fate.field().equals("temperature"))
                .toList();
        return new Explanation(told.method(), told.url(), told.headers(), told.body(), fates);
    }

    private static Explanation embellished(ChatRequest request, Explanation told) {
        return new Explanation(
                told.method(), told.url(), told.headers(), told.body().replace("turns", "words"), told.fields());
    }

    private static ChatResponse unwarned(ChatResponse answer) {
        return ChatResponse.builder(answer.ref(), answer.message(), answer.finishReason())
                .attempts(answer.attempts())
                .build();
    }

    private static UnaryOperator<LlmDriver> messages(UnaryOperator<List<Message>> twist) {
        return Twists.request(request -> request.toBuilder()
                .messages(twist.apply(new ArrayList<>(request.messages())))
                .build());
    }

    /** Makes another part of one. */
    private interface PartTwist {
        Part apply(Role role, Part part);
    }

    private static UnaryOperator<LlmDriver> parts(PartTwist part, UnaryOperator<Role> role) {
        return messages(messages -> messages.stream()
                .map(message -> Message.builder(role.apply(message.role()))
                        .parts(message.parts().stream()
                                .map(one -> part.apply(message.role(), one))
                                .toList())
                        .build())
                .toList());
    }

    private static Part tidied(Role role, Part part) {
        return part instanceof Text text ? Text.of(text.text().strip()) : part;
    }

    private static List<Message> withoutMedia(List<Message> messages) {
        return messages.stream()
                .map(message -> Message.builder(message.role())
                        .parts(message.parts().stream()
                                .filter(part -> !(part instanceof Media))
                                .toList())
                        .build())
                .toList();
    }

    private static void quoted(ChatRequest request, ObjectNode body) {
        for (JsonNode tool : body.withArray("tools")) {
            ((ObjectNode) tool).put("input", tool.path("input").toString());
        }
    }

    private static void leaking(ChatRequest request, ObjectNode body) {
        ArrayNode data = body.putArray("data");
        request.messages().stream()
                .flatMap(message -> message.parts().stream())
                .flatMap(part -> part.providerData().stream())
                .forEach(each -> data.add(each.json()));
    }

    private static ObjectNode tags(ChatRequest request) {
        ObjectNode tags = Json.object();
        request.tags().forEach((key, value) -> tags.put(key.toLowerCase(Locale.ROOT), value));
        return tags;
    }

    private static UnaryOperator<LlmDriver> sticky() {
        AtomicReference<CallOptions> kept = new AtomicReference<>(CallOptions.none());
        return Twists.request(request -> {
            if (!request.callOptions().headers().isEmpty()) {
                kept.set(request.callOptions());
            }
            return request.toBuilder().callOptions(kept.get()).build();
        });
    }

    private static UnaryOperator<LlmDriver> counting() {
        AtomicInteger count = new AtomicInteger();
        return Twists.body((request, body) -> body.put("number", count.incrementAndGet()));
    }

    private static UnaryOperator<LlmDriver> optimistic() {
        return Twists.engine(good -> new EngineShell(good) {
            @Override
            public Explanation explain(ChatRequest request, Mode mode) {
                try {
                    return inner.explain(request, mode);
                } catch (LlmException refused) {
                    throw LlmException.builder(ErrorKind.CONFIGURATION, "something is wrong")
                            .build();
                }
            }
        });
    }
}
