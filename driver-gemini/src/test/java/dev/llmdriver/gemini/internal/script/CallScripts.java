package dev.llmdriver.gemini.internal.script;

import static dev.llmdriver.gemini.internal.script.Chunks.MORE;
import static dev.llmdriver.gemini.internal.script.Chunks.SEEN;
import static dev.llmdriver.gemini.internal.script.Chunks.call;
import static dev.llmdriver.gemini.internal.script.Chunks.end;
import static dev.llmdriver.gemini.internal.script.Chunks.last;
import static dev.llmdriver.gemini.internal.script.Chunks.parts;
import static dev.llmdriver.gemini.internal.script.Chunks.signed;
import static dev.llmdriver.gemini.internal.script.Chunks.signedCall;
import static dev.llmdriver.gemini.internal.script.Chunks.text;

import dev.llmdriver.FinishReason.Kind;
import dev.llmdriver.error.ErrorKind;
import java.util.List;

/** Answers that call functions, or seem to. */
final class CallScripts {
    private static final String MADE_UP = "{\"madeUpId\":true}";
    private static final String PARIS = "\"name\":\"weather\",\"args\":{\"city\":\"Paris\"}";

    private CallScripts() {}

    static List<Script> all() {
        return List.of(
                Script.of(
                                "a call with an id, under the word STOP",
                                "3.1",
                                Expected.nothing()
                                        .call("g98os1Jf", "weather", "{\"city\":\"Paris\"}")
                                        .toolCalls()
                                        .more(SEEN))
                        .both(last("STOP", call("\"id\":\"g98os1Jf\"," + PARIS))),
                Script.of(
                                "two calls of one function without ids",
                                "3.3",
                                Expected.nothing()
                                        .call("call_r1_0", "weather", "{\"city\":\"Paris\"}")
                                        .noted(MADE_UP)
                                        .call("call_r1_1", "weather", "{\"city\":\"Paris\"}")
                                        .noted(MADE_UP)
                                        .toolCalls()
                                        .more(SEEN))
                        .both(last("STOP", call(PARIS), call(PARIS))),
                Script.of(
                                "a call, then the empty text that ends the stream",
                                "3.4",
                                Expected.nothing()
                                        .call("call_r1_0", "weather", "{\"city\":\"Paris\"}")
                                        .noted(MADE_UP)
                                        .toolCalls()
                                        .more(SEEN))
                        .chunks(parts(call(PARIS)), last("STOP", text(""))),
                Script.of(
                                "no id of the answer to make one of",
                                "3.3",
                                Expected.nothing()
                                        .call("call_0", "weather", "{\"city\":\"Paris\"}")
                                        .noted(MADE_UP)
                                        .toolCalls())
                        .both("{\"candidates\":[{\"content\":{\"parts\":[" + call(PARIS)
                                + "]},\"finishReason\":\"STOP\"}]}"),
                Script.of(
                                "a call without arguments",
                                "2.1",
                                Expected.nothing()
                                        .call("a", "now", "{}")
                                        .toolCalls()
                                        .more(SEEN))
                        .both(last("STOP", call("\"id\":\"a\",\"name\":\"now\""))),
                Script.of(
                                "arguments, printed over lines, lose the lines alone",
                                "3.3",
                                Expected.nothing()
                                        .call("a", "f", "{\"s\":\"a b\\n\\\"c\\\"\",\"n\":1.50,\"l\":[1,2]}")
                                        .toolCalls()
                                        .more(SEEN))
                        .unary(last(
                                "STOP",
                                call(
                                        "\"id\":\"a\",\"name\":\"f\",\"args\":{\n  \"s\": \"a b\\n\\\"c\\\"\",\n  \"n\": 1.50,\r\n"
                                                + "  \"l\": [\n 1,\n 2 ]\n}"))),
                Script.of(
                                "arguments in a text, as OpenAI has them",
                                "2.1",
                                Expected.nothing()
                                        .call("a", "f", "{\"n\": 1}")
                                        .call("b", "g", "{\"cut\": \"of")
                                        .call("c", "h", "{}")
                                        .toolCalls()
                                        .more(SEEN))
                        .both(last(
                                "STOP",
                                call("\"id\":\"a\",\"name\":\"f\",\"args\":\"{\\\"n\\\": 1}\""),
                                call("\"id\":\"b\",\"name\":\"g\",\"args\":\"{\\\"cut\\\": \\\"of\""),
                                call("\"id\":\"c\",\"name\":\"h\",\"args\":\" \""))),
                Script.of(
                                "arguments keep their spelling",
                                "3.3",
                                Expected.nothing()
                                        .call("a", "f", "{\"n\":1e2,\"s\":\"\u00e9\\u00e9\"}")
                                        .toolCalls()
                                        .more(SEEN))
                        .both(last(
                                "STOP",
                                call("\"id\":\"a\",\"name\":\"f\",\"args\":{\"n\": 1e2, \"s\":\"\u00e9\\u00e9\"}"))),
                Script.of(
                                "parallel calls, the first one signed",
                                "3.3",
                                Expected.nothing()
                                        .reasoning("Hm")
                                        .andText("I look.")
                                        .call("a", "f", "{}")
                                        .noted("{\"thoughtSignature\":\"c2ln\"}")
                                        .call("b", "g", "{}")
                                        .toolCalls()
                                        .more(SEEN))
                        .both(last(
                                "STOP",
                                Chunks.thought("Hm"),
                                text("I look."),
                                signedCall("\"id\":\"a\",\"name\":\"f\",\"args\":{}", "c2ln"),
                                call("\"id\":\"b\",\"name\":\"g\",\"args\":{}"))),
                Script.of(
                                "text after a call keeps its place",
                                "3.4",
                                Expected.nothing()
                                        .call("a", "f", "{}")
                                        .andText("done")
                                        .toolCalls()
                                        .more(SEEN))
                        .chunks(
                                parts(call("\"id\":\"a\",\"name\":\"f\"")),
                                parts(text("do")),
                                last("STOP", text("ne"))),
                Script.of(
                                "a signed empty text after a call",
                                "3.3",
                                Expected.nothing()
                                        .call("a", "f", "{}")
                                        .noted("{\"after\":[{\"text\":\"\",\"thoughtSignature\":\"c2ln\"}]}")
                                        .toolCalls()
                                        .more(SEEN))
                        .chunks(parts(call("\"id\":\"a\",\"name\":\"f\"")), last("STOP", signed("", "c2ln"))),
                Script.of(
                                "a call and the limit",
                                "3.1",
                                Expected.nothing()
                                        .call("a", "f", "{}")
                                        .finish(Kind.LENGTH, "MAX_TOKENS")
                                        .more(SEEN))
                        .both(last("MAX_TOKENS", call("\"id\":\"a\",\"name\":\"f\""))),
                Script.of(
                                "a whole answer with a call and no reason",
                                "3",
                                Expected.nothing()
                                        .call("a", "f", "{}")
                                        .finish(Kind.TOOL_CALLS, "")
                                        .more(SEEN))
                        .unary(parts(call("\"id\":\"a\",\"name\":\"f\""))),
                Script.of("a malformed call", "3.1", Expected.error(ErrorKind.MALFORMED_RESPONSE, ""))
                        .both(
                                "{\"candidates\":[{\"content\":{},\"finishReason\":\"MALFORMED_FUNCTION_CALL\",\"finishMessage\":"
                                        + "\"Malformed function call: print(1)\"}]," + MORE + "}"),
                Script.of(
                                "a call of a function nobody declared",
                                "3.1",
                                Expected.error(ErrorKind.MALFORMED_RESPONSE, ""))
                        .both(last("UNEXPECTED_TOOL_CALL", call(PARIS))),
                Script.of(
                                "an undeclared call that is taken back a chunk later",
                                "3.1",
                                Expected.error(ErrorKind.MALFORMED_RESPONSE, ""))
                        .chunks(parts(call(PARIS)), end("UNEXPECTED_TOOL_CALL")),
                Script.of(
                                "an undeclared call after some text",
                                "3.1",
                                Expected.text("I look.")
                                        .finish(Kind.OTHER, "UNEXPECTED_TOOL_CALL")
                                        .more(SEEN + " call_taken_back"))
                        .unary(last("UNEXPECTED_TOOL_CALL", text("I look."), call(PARIS)))
                        .chunks(parts(text("I look.")), parts(call(PARIS)), end("UNEXPECTED_TOOL_CALL")),
                Script.of(
                                "a malformed call after some text",
                                "3.1",
                                Expected.text("I look.")
                                        .finish(Kind.OTHER, "MALFORMED_FUNCTION_CALL")
                                        .more(SEEN + " call_taken_back"))
                        .both(last("MALFORMED_FUNCTION_CALL", text("I look."))),
                Script.of(
                                "a call that a filter holds back after some text",
                                "3.1",
                                Expected.text("I look.")
                                        .finish(Kind.CONTENT_FILTER, "SAFETY")
                                        .more(SEEN + " call_taken_back"))
                        .both(last("SAFETY", text("I look."), call(PARIS))),
                Script.of("too many calls", "3.1", Expected.error(ErrorKind.MALFORMED_RESPONSE, ""))
                        .both(last("TOO_MANY_TOOL_CALLS", call(PARIS))),
                Script.of("a malformed answer", "3.1", Expected.error(ErrorKind.MALFORMED_RESPONSE, ""))
                        .both(end("MALFORMED_RESPONSE")),
                Script.of(
                                "a signature was missing",
                                "3.1",
                                Expected.error(ErrorKind.INVALID_REQUEST, "thought_signature"))
                        .both(end("MISSING_THOUGHT_SIGNATURE")),
                Script.of("a call that a filter holds back", "3.1", Expected.error(ErrorKind.CONTENT_BLOCKED, "answer"))
                        .both(last("SAFETY", call(PARIS))),
                Script.of(
                                "a piece of a call, as Vertex may stream it, is none",
                                "3.3",
                                Expected.text("a")
                                        .noted(
                                                "{\"after\":[{\"functionCall\":{\"name\":\"f\",\"willContinue\":true}}]}")
                                        .more(SEEN + " unread_part"))
                        .both(last("STOP", text("a"), call("\"name\":\"f\",\"willContinue\":true"))),
                Script.of(
                                "the end of a call in pieces has no name either",
                                "3.3",
                                Expected.text("a")
                                        .noted(
                                                "{\"after\":[{\"functionCall\":{\"name\":\"f\",\"willContinue\":true}},{\"functionCall\":{}}]}")
                                        .more(SEEN + " unread_part"))
                        .both(last("STOP", text("a"), call("\"name\":\"f\",\"willContinue\":true"), call(""))),
                Script.of(
                                "a call without a name",
                                "3.3",
                                Expected.error(ErrorKind.MALFORMED_RESPONSE, "").andText("a"))
                        .both(last("STOP", text("a"), call("\"args\":{}"))),
                Script.of(
                                "a call without a name beside one with a name",
                                "3.3",
                                Expected.error(ErrorKind.MALFORMED_RESPONSE, ""))
                        .both(last("STOP", call(PARIS), call("\"name\":\"\""))),
                Script.of(
                                "a call without a name that a filter holds back",
                                "3.1",
                                Expected.error(ErrorKind.CONTENT_BLOCKED, "answer"))
                        .both(last("SAFETY", call(""))));
    }
}
