package dev.llmdriver.testkit.tck;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.ChatResponse;
import dev.llmdriver.Mode;
import dev.llmdriver.error.ApiException;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.TwinAnswer;
import java.util.Set;

/** G, the wire under a whole answer. */
final class AnswerWireRules {
    private static final Set<ErrorKind> NO_ANSWER = Set.of(ErrorKind.MALFORMED_RESPONSE, ErrorKind.STREAM_INTERRUPTED);

    private final Scenario s;

    AnswerWireRules(Scenario scenario) {
        s = scenario;
    }

    @Rule("G11")
    void unknownFieldsAreIgnored() {
        for (TwinAnswer told : Samples.shapes(s.tck().capabilities())) {
            for (Mode mode : Scenario.modes()) {
                Reply plain = s.reply(mode, told);
                s.twin().enqueue(plain, plain.mapText(AnswerWireRules::withUnknownField));
                ChatResponse expected = s.answer(mode, Samples.request());
                ChatResponse actual = s.answer(mode, Samples.request());
                Check.equal("the message", Joined.parts(expected.message()), Joined.parts(actual.message()));
                Check.equal("the usage", expected.usage(), actual.usage());
                Check.equal("the finish reason", expected.finishReason(), actual.finishReason());
            }
        }
    }

    private static String withUnknownField(String text) {
        return text.replaceFirst("\\{\\s*\"", "{\"tck_unknown\":{\"deep\":[1,null,\"x\"]},\"");
    }

    @Rule("G12")
    void rawJsonIsThereIfAskedFor() {
        ChatRequest asking = Samples.request().toBuilder().rawResponse(true).build();
        for (Mode mode : Scenario.modes()) {
            s.twin().enqueue(s.reply(mode, Samples.ANSWER), s.reply(mode, Samples.ANSWER));
            Check.that(s.answer(mode, Samples.request()).rawJson().isEmpty(), "nobody asked for the raw JSON");
            String raw = s.answer(mode, asking)
                    .rawJson()
                    .orElseThrow(() -> new AssertionError("the raw JSON was asked for (" + mode + ")"));
            for (String piece : Samples.ANSWER.pieces()) {
                Check.contains("rawJson()", raw, piece.strip());
            }
        }
        String echo = "key " + s.tck().key();
        s.twin().enqueue(s.wire().whole(TwinAnswer.of(echo)));
        Check.hides(
                "rawJson()",
                s.ask(asking).answer().rawJson().orElse(""),
                s.tck().key());
    }

    @Rule("G13")
    void bodyThatIsNoAnswerIsMalformed() {
        String whole = Sent.text(s.wire().whole(Samples.ANSWER));
        for (String body : new String[] {
            "", " ", "7", "\"text\"", "null", "{}", "{\"tck\":", whole.substring(0, whole.length() - 3), "<html></html>"
        }) {
            s.twin().enqueue(Reply.json(200, body));
            LlmException failure = s.failure(Mode.GENERATE, Samples.request());
            Check.equal("the kind of <" + body + ">", ErrorKind.MALFORMED_RESPONSE, failure.kind());
            s.twin().enqueue(Reply.json(200, body));
            LlmException streamed = s.failure(Mode.STREAM, Samples.request());
            Check.that(NO_ANSWER.contains(streamed.kind()), "the kind of <" + body + "> streamed: " + streamed);
        }
        s.twin().enqueue(Reply.html(200, "Welcome to the proxy"));
        LlmException page = s.failure(Mode.GENERATE, Samples.request());
        Check.that(
                page.kind() == ErrorKind.MALFORMED_RESPONSE || page instanceof ApiException,
                "a page must be no answer: " + page);
        s.twin().enqueue(Reply.json(200, "").with(reply -> reply.repeat(" ", 256 << 20)));
        LlmException giant = s.failure(Mode.GENERATE, Samples.request());
        Check.equal("the kind of a body beyond the bound", ErrorKind.MALFORMED_RESPONSE, giant.kind());
    }

    /** Some providers tell some errors by the status alone; what they tell within a stream, they tell by the error object. */
    private boolean isToldWithoutStatus(ErrorKind kind) {
        return s.wire().failing(Samples.ANSWER, kind, "tck-detail").isPresent();
    }

    @Rule("G14")
    void errorUnderASuccessStatusIsAnError() {
        for (ErrorKind kind : ErrorDetailRules.API_KINDS) {
            for (Mode mode : Scenario.modes()) {
                s.wire()
                        .error(kind, "tck-detail")
                        .filter(reply -> Sent.text(reply).startsWith("{"))
                        .ifPresent(reply -> {
                            s.twin().enqueue(reply.with(r -> r.status(200)));
                            LlmException failure = s.failure(mode, Samples.request());
                            Check.is("the failure of " + kind + " under 200", ApiException.class, failure);
                            if (isToldWithoutStatus(kind)) {
                                Check.equal("the kind of the provider's " + kind + " under 200", kind, failure.kind());
                            }
                        });
            }
        }
    }
}
