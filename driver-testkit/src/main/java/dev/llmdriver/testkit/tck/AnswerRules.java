package dev.llmdriver.testkit.tck;

import dev.llmdriver.Capability;
import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.FinishReason;
import dev.llmdriver.Message;
import dev.llmdriver.Mode;
import dev.llmdriver.ModelRef;
import dev.llmdriver.Role;
import dev.llmdriver.ToolCall;
import dev.llmdriver.ToolResult;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.testkit.ReasoningSpelling;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.TwinAnswer;
import dev.llmdriver.testkit.TwinToolCall;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** G, what an answer says. */
final class AnswerRules {
    private final Scenario s;

    AnswerRules(Scenario scenario) {
        s = scenario;
    }

    private ChatResponse answer(Mode mode, TwinAnswer answer) {
        s.twin().enqueue(s.reply(mode, answer));
        return s.answer(mode, Samples.request());
    }

    @SuppressWarnings("ReferenceEquality") // one object, not two equal ones
    @Rule("G1")
    void futureFailsWithTheErrorItself() {
        s.twin().enqueue(Reply.text(500, "no"), Reply.text(200, "no"), Reply.hangUp());
        for (int i = 0; i < 3; i++) {
            Check.is(
                    "the failure",
                    LlmException.class,
                    Wait.failure(s.ask(Samples.request()).future()));
        }
        s.fresh();
        s.twin().enqueue(s.wire().whole(Samples.ANSWER));
        Asked asked = s.ask(Samples.request());
        ChatResponse first = asked.answer();
        Check.equal("what the future gives the second time", first, asked.answer());
    }

    @Rule("G2")
    void generateReturnsAtOnce() {
        ChatEngine engine = s.engine();
        Wait.quickly(Duration.ofSeconds(1), "generate must return at once", () -> {
            s.twin().enqueue(Reply.silence());
            long before = System.nanoTime();
            Asked asked = s.ask(engine, Samples.request());
            Duration took = Duration.ofNanos(System.nanoTime() - before);
            Check.that(!asked.future().isDone(), "nothing has come: the future must be pending");
            s.twin().takeRequest(Scenario.SOON);
            asked.future().cancel(true);
            return took;
        });
        Wait.quickly(Duration.ofSeconds(1), "generate must return while it connects", this::connecting);
    }

    private Duration connecting() {
        try (SilentServer server = new SilentServer()) {
            ChatEngine engine = s.engine(s.open(server.uri(), options -> options));
            long before = System.nanoTime();
            Asked asked = s.ask(engine, Samples.request());
            Duration took = Duration.ofNanos(System.nanoTime() - before);
            try (SilentServer.Client client = server.accept()) {
                Check.that(client.isOpen(), "the client has greeted");
                asked.future().cancel(true);
            }
            return took;
        }
    }

    @Rule("G3")
    void messageIsTheAssistantsWithItsPartsInOrder() {
        for (TwinAnswer told : Samples.shapes(s.tck().capabilities())) {
            for (Mode mode : Scenario.modes()) {
                Message message = answer(mode, told).message();
                Check.equal("the role", Role.ASSISTANT, message.role());
                Check.equal("the text", told.text(), message.text());
                Check.equal("the reasoning", String.join("", told.reasoning()), message.reasoning());
                Check.equal(
                        "the tools called",
                        told.toolCalls().stream().map(TwinToolCall::name).toList(),
                        message.parts(ToolCall.class).stream()
                                .map(ToolCall::name)
                                .toList());
                String order = String.join(" ", Joined.parts(message).values());
                Check.that(
                        told.reasoning().isEmpty() || order.startsWith("reasoning:"),
                        "the parts must be in the order in which they came: " + order);
            }
        }
        Reply wide = s.wire().whole(Samples.WIDE);
        int within = withinCharacter(Sent.text(wide));
        s.twin().enqueue(wide.with(reply -> reply.split(within).gap(Duration.ofMillis(100))));
        Check.equal(
                "the text of an answer that is read in two pieces, cut within a character",
                Samples.WIDE.text(),
                s.ask(Samples.request()).answer().text());
    }

    /** {@return how many bytes end within the first character that has several; 1 if none has} */
    private static int withinCharacter(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int i = 0;
        while (i < bytes.length && bytes[i] >= 0) {
            i++;
        }
        return i < bytes.length ? i + 1 : 1;
    }

    @Rule("G4")
    void answerFitsIntoTheNextRequest() {
        for (TwinAnswer told : Samples.shapes(s.tck().capabilities())) {
            for (Mode mode : Scenario.modes()) {
                Reply reply = s.reply(mode, told);
                s.twin().enqueue(reply, s.reply(mode, Samples.ANSWER));
                s.answer(mode, next(s.answer(mode, Samples.request())));
                s.twin().takeRequest(Scenario.SOON);
                Sent sent = Sent.of(s.twin().takeRequest(Scenario.SOON));
                Check.that(
                        told.text().isEmpty() || sent.holdsText(told.text()),
                        "the answer's text must be in the next request: " + sent);
                told.toolCalls().forEach(call -> mustBeIn(sent, call, Sent.text(reply)));
            }
        }
    }

    /** An id that the provider gave must come back, twice: with the call and with its result. */
    private static void mustBeIn(Sent sent, TwinToolCall call, String reply) {
        String arguments = call.arguments();
        Check.that(sent.hasText(call.name()), "the call of " + call.name() + " must be in the next request: " + sent);
        Check.that(
                sent.hasText(arguments) || sent.hasJson(Sent.tree(arguments)),
                "the call's arguments " + arguments + " must be in the next request: " + sent);
        if (reply.contains("\"" + call.id() + "\"")) {
            long ids = sent.texts().stream().filter(call.id()::equals).count();
            Check.that(ids >= 2, "the provider's id " + call.id() + " must be with the call and its result: " + sent);
        }
    }

    private static ChatRequest next(ChatResponse answer) {
        var request = Samples.request().toBuilder().message(answer.message());
        if (!answer.toolCalls().isEmpty()) {
            request.tools(Samples.tool())
                    .message(Message.tool(answer.toolCalls().stream()
                            .map(call -> ToolResult.of(call, "{\"found\":true}"))
                            .toArray(ToolResult[]::new)));
        }
        return request.user("and then?").build();
    }

    @Rule(value = "G5", needs = Capability.REASONING)
    void reasoningIsNeverText() {
        for (ReasoningSpelling spelling : ReasoningSpelling.values()) {
            TwinAnswer told = Samples.ANSWER.toBuilder()
                    .reasoning("first I think")
                    .spelling(spelling)
                    .build();
            for (Mode mode : Scenario.modes()) {
                ChatResponse answer = answer(mode, told);
                Check.equal("the reasoning", "first I think", answer.reasoning());
                Check.equal("the text", told.text(), answer.text());
            }
        }
    }

    @Rule(value = "G6", needs = Capability.TOOLS)
    void toolCallsHaveIdsAndTheirArgumentsAsWritten() {
        for (TwinAnswer told : Samples.shapes(s.tck().capabilities())) {
            for (Mode mode : Scenario.modes()) {
                List<ToolCall> calls = answer(mode, told).toolCalls();
                Set<String> ids = new HashSet<>();
                for (int i = 0; i < calls.size(); i++) {
                    Check.that(!calls.get(i).id().isBlank(), "a call must have an id: " + calls);
                    Check.that(ids.add(calls.get(i).id()), "ids must be unique within the answer: " + calls);
                    checkArguments(
                            told.toolCalls().get(i).arguments(), calls.get(i).arguments());
                }
            }
        }
        if (s.wire().argumentsAreText()) {
            String broken = "{\"place\": \"se";
            TwinAnswer told = TwinAnswer.calling(Samples.TOOL, broken);
            for (Mode mode : Scenario.modes()) {
                Check.equal(
                        "malformed arguments",
                        broken,
                        answer(mode, told).toolCalls().get(0).arguments());
            }
        }
    }

    private void checkArguments(String written, String got) {
        if (s.wire().argumentsAreText()) {
            Check.equal("the arguments", written, got);
        } else {
            Check.equal("the arguments", Sent.tree(written), Sent.tree(got));
        }
    }

    @Rule(value = "G7", needs = Capability.TOOLS)
    void finishReasonToolCallsMeansCallsThatMayRun() {
        for (Mode mode : Scenario.modes()) {
            Check.equal(
                    "the finish reason of an answer that calls",
                    FinishReason.Kind.TOOL_CALLS,
                    answer(mode, Samples.calling()).finishReason().kind());
            ChatResponse none = answer(
                    mode, Samples.ANSWER.toBuilder().finishReason("tool_calls").build());
            Check.that(
                    none.finishReason().kind() != FinishReason.Kind.TOOL_CALLS,
                    "an answer without calls must not have the finish reason TOOL_CALLS");
        }
        for (Reply broken : s.wire().brokenCalls()) {
            s.twin().enqueue(broken);
            Asked asked = s.ask(Samples.request());
            Wait.until("the call must end", asked.future()::isDone);
            if (!asked.future().isCompletedExceptionally()) {
                ChatResponse answer = asked.answer();
                Check.empty("the calls of an answer that marks them as broken", answer.toolCalls());
                Check.that(
                        answer.finishReason().kind() != FinishReason.Kind.TOOL_CALLS,
                        "broken calls must not run: " + answer.finishReason());
            }
        }
    }

    @Rule("G8")
    void finishReasonKeepsTheProvidersWord() {
        TwinAnswer told = Samples.ANSWER.toBuilder().finishReason("tck_word").build();
        for (Mode mode : Scenario.modes()) {
            FinishReason reason = answer(mode, told).finishReason();
            Check.equal("an unknown finish reason", FinishReason.Kind.OTHER, reason.kind());
            Check.equal("its raw word", "tck_word", reason.raw().toLowerCase(Locale.ROOT));
            FinishReason usual = answer(mode, Samples.ANSWER).finishReason();
            Check.equal("the finish reason of a complete answer", FinishReason.Kind.STOP, usual.kind());
            Check.that(
                    !usual.raw().isEmpty()
                            && Sent.text(s.reply(mode, Samples.ANSWER)).contains(usual.raw()),
                    "the raw word of a complete answer must be the provider's, not <" + usual.raw() + ">");
        }
    }

    @Rule("G9")
    void lengthIsSuccessAndBlockedIsNot() {
        TwinAnswer cut = Samples.ANSWER.toBuilder().finishReason("length").build();
        for (Mode mode : Scenario.modes()) {
            ChatResponse answer = answer(mode, cut);
            Check.equal(
                    "the finish reason",
                    FinishReason.Kind.LENGTH,
                    answer.finishReason().kind());
            Check.equal("the text", cut.text(), answer.text());
        }
        TwinAnswer filtered =
                Samples.ANSWER.toBuilder().finishReason("content_filter").build();
        for (Mode mode : Scenario.modes()) {
            ChatResponse answer = answer(mode, filtered);
            FinishReason.Kind kind = answer.finishReason().kind();
            Check.that(
                    kind == FinishReason.Kind.CONTENT_FILTER || kind == FinishReason.Kind.OTHER,
                    "an answer of which a filter held back a part must not end as " + answer.finishReason());
            Check.equal("its text", filtered.text(), answer.text());
        }
        for (Reply blocked : s.wire().blocked()) {
            s.twin().enqueue(blocked);
            LlmException failure = s.failure(Mode.GENERATE, Samples.request());
            Check.equal("an answer that a filter held back", ErrorKind.CONTENT_BLOCKED, failure.kind());
        }
    }

    @Rule("G10")
    void refIsWhoWasAsked() {
        TwinAnswer told = Samples.ANSWER.toBuilder().model("tck-served").build();
        for (Mode mode : Scenario.modes()) {
            ChatResponse answer = answer(mode, told);
            Check.equal("ref()", new ModelRef(s.provider().name(), s.tck().chatModel()), answer.ref());
            boolean named = Sent.text(s.reply(mode, told)).contains("tck-served");
            Check.equal(
                    "servedModel()",
                    named ? "tck-served" : "",
                    answer.servedModel().orElse(""));
        }
    }
}
