package dev.llmdriver.gemini.internal.script;

import static dev.llmdriver.gemini.internal.script.Chunks.MORE;
import static dev.llmdriver.gemini.internal.script.Chunks.SEEN;
import static dev.llmdriver.gemini.internal.script.Chunks.call;
import static dev.llmdriver.gemini.internal.script.Chunks.end;
import static dev.llmdriver.gemini.internal.script.Chunks.error;
import static dev.llmdriver.gemini.internal.script.Chunks.last;
import static dev.llmdriver.gemini.internal.script.Chunks.parts;
import static dev.llmdriver.gemini.internal.script.Chunks.text;
import static dev.llmdriver.gemini.internal.script.Chunks.thought;

import dev.llmdriver.FinishReason.Kind;
import dev.llmdriver.error.ErrorKind;
import java.util.ArrayList;
import java.util.List;

/** Answers of status 200 that are failures, or are held back. */
final class FailureScripts {
    private static final String BUSY = error(503, "UNAVAILABLE", "The model is overloaded. Please try again later.");
    private static final List<String> FILTERS = List.of(
            "SAFETY",
            "BLOCKLIST",
            "PROHIBITED_CONTENT",
            "SPII",
            "RECITATION",
            "LANGUAGE",
            "MODEL_ARMOR",
            "ESCALATION",
            "IMAGE_SAFETY",
            "IMAGE_PROHIBITED_CONTENT",
            "IMAGE_RECITATION");

    private FailureScripts() {}

    static List<Script> all() {
        List<Script> all = new ArrayList<>();
        for (String word : FILTERS) {
            all.add(Script.of("all held back: " + word, "3.1", Expected.error(ErrorKind.CONTENT_BLOCKED, "answer"))
                    .both("{\"candidates\":[{\"content\":{},\"finishReason\":\"" + word + "\"}]," + MORE + "}"));
            all.add(Script.of(
                            "held back in part: " + word,
                            "3.1",
                            Expected.text("Once")
                                    .finish(Kind.CONTENT_FILTER, word)
                                    .more(SEEN))
                    .both(last(word, text("Once"))));
        }
        all.addAll(blocks());
        all.addAll(lateBlocks());
        all.addAll(others());
        all.addAll(afterAFinishReason());
        return all;
    }

    /** With tools of Gemini's own an answer goes on after a STOP, and has another one at its end. */
    private static List<Script> afterAFinishReason() {
        return List.of(
                Script.of(
                                "the body ends in what follows a reason",
                                "3.4",
                                Expected.text("before after").failing(ErrorKind.STREAM_INTERRUPTED, "no_end"))
                        .chunks(last("STOP", text("before ")), parts(text("after"))),
                Script.of(
                                "a call that follows a reason and was never confirmed",
                                "3.4",
                                Expected.text("Hel").failing(ErrorKind.STREAM_INTERRUPTED, "no_end"))
                        .chunks(last("STOP", text("Hel")), parts(call("\"name\":\"f\""))),
                Script.of(
                                "nothing new follows the reason",
                                "3.4",
                                Expected.text("Hel").more(SEEN))
                        .chunks(last("STOP", text("Hel")), parts(text(""))));
    }

    private static List<Script> blocks() {
        return List.of(
                Script.of("a blocked prompt", "3.1", Expected.error(ErrorKind.CONTENT_BLOCKED, "prompt"))
                        .both("{\"promptFeedback\":{\"blockReason\":\"SAFETY\",\"safetyRatings\":[]},\"usageMetadata\":"
                                + "{\"promptTokenCount\":4,\"totalTokenCount\":4}," + MORE + "}"),
                Script.of("a prompt blocked by Vertex", "8", Expected.error(ErrorKind.CONTENT_BLOCKED, "prompt"))
                        .both(
                                "{\"promptFeedback\":{\"blockReason\":\"MODEL_ARMOR\",\"blockReasonMessage\":\"Blocked by Model"
                                        + " Armor.\"}}"),
                Script.of(
                                "a prompt blocked, with no candidates in a list",
                                "3.1",
                                Expected.error(ErrorKind.CONTENT_BLOCKED, "prompt"))
                        .both("{\"candidates\":[],\"promptFeedback\":{\"blockReason\":\"OTHER\"}}"));
    }

    private static List<Script> lateBlocks() {
        String block = blocked("{" + MORE + "}");
        String word = "PROHIBITED_CONTENT";
        Expected held = Expected.text("Hel").finish(Kind.CONTENT_FILTER, word).more(SEEN);
        return List.of(
                Script.of("a block after some text", "3.4", held)
                        .unary("[" + parts(text("Hel")) + "," + block + "]")
                        .chunks(parts(text("Hel")), block),
                Script.of("a block beside some text", "3.4", held).both(blocked(parts(text("Hel")))),
                Script.of(
                                "a block after an empty candidate",
                                "4.2#21",
                                Expected.error(ErrorKind.CONTENT_BLOCKED, "prompt"))
                        .unary("[" + parts() + "," + block + "]")
                        .chunks(parts(), block),
                Script.of(
                                "a block beside an empty candidate",
                                "4.2#21",
                                Expected.error(ErrorKind.CONTENT_BLOCKED, "prompt"))
                        .both(blocked(parts())),
                Script.of(
                                "a block after nothing but a thought",
                                "4.2#22",
                                Expected.nothing().reasoning("Hm").failing(ErrorKind.CONTENT_BLOCKED, "prompt"))
                        .chunks(parts(thought("Hm")), block),
                Script.of(
                                "a block takes a call back that was not confirmed",
                                "4.2#22",
                                Expected.text("Hel")
                                        .finish(Kind.CONTENT_FILTER, word)
                                        .more(SEEN + " call_taken_back"))
                        .chunks(parts(text("Hel"), call("\"name\":\"f\"")), block));
    }

    private static String blocked(String chunk) {
        return chunk.substring(0, chunk.length() - 1) + ",\"promptFeedback\":{\"blockReason\":\"PROHIBITED_CONTENT\"}}";
    }

    private static List<Script> others() {
        return List.of(
                Script.of(
                                "nothing but a thought before the filter",
                                "3.1",
                                Expected.nothing().reasoning("Hm").failing(ErrorKind.CONTENT_BLOCKED, "answer"))
                        .both(last("SAFETY", thought("Hm"))),
                Script.of("neither candidates nor feedback", "4.2#25", Expected.error(ErrorKind.MALFORMED_RESPONSE, ""))
                        .unary("{\"usageMetadata\":{\"promptTokenCount\":4}," + MORE + "}"),
                Script.of("HTML under 200", "4.2#25", Expected.error(ErrorKind.MALFORMED_RESPONSE, ""))
                        .unary("<html>{\"candidates\":[]}</html>"),
                Script.of("nothing under 200", "4.2#25", Expected.error(ErrorKind.MALFORMED_RESPONSE, ""))
                        .unary(" "),
                Script.of("a whole answer that breaks off", "4.2#25", Expected.error(ErrorKind.MALFORMED_RESPONSE, ""))
                        .unary(last("STOP", text("Once")).substring(0, 70)),
                Script.of("an error under 200", "4.2", Expected.error(ErrorKind.OVERLOADED, ""))
                        .unary(BUSY)
                        .chunks(BUSY.replace("\n", "")),
                Script.of("an error under 200, in an array", "3.4", Expected.error(ErrorKind.OVERLOADED, ""))
                        .unary("[" + BUSY + "]")
                        .stream("[" + BUSY + "]")
                        .json(),
                Script.of("an error with a word for a code", "4", Expected.error(ErrorKind.SERVER_ERROR, ""))
                        .unary("{\"error\":{\"code\":\"internal\",\"message\":\"oops\"}}"),
                Script.of(
                        "raw JSON after the events", "3.4", Expected.text("Hel").failing(ErrorKind.OVERLOADED, ""))
                        .stream("data: " + parts(text("Hel")) + "\r\n\r\n" + BUSY),
                Script.of(
                        "raw JSON after the end of the answer",
                        "3.4",
                        Expected.text("Hello").failing(ErrorKind.OVERLOADED, ""))
                        .stream("data: " + last("STOP", text("Hello")) + "\r\n\r\n" + BUSY),
                Script.of(
                        "raw JSON of one line, before the event was closed",
                        "3.4",
                        Expected.error(ErrorKind.RATE_LIMITED, ""))
                        .stream("data: " + parts(text("Hel")) + "\n"
                        + "{\"error\":{\"code\":429,\"message\":\"Resource has"
                        + " been exhausted (e.g. check quota).\",\"status\":\"RESOURCE_EXHAUSTED\"}}"),
                Script.of(
                        "raw JSON that itself breaks off",
                        "3.4",
                        Expected.text("Hel").failing(ErrorKind.STREAM_INTERRUPTED, "no_end"))
                        .stream("data: " + last("STOP", text("Hel")) + "\r\n\r\n"
                        + BUSY.substring(0, BUSY.length() - 4)),
                Script.of("raw JSON in place of the events", "3.4", Expected.error(ErrorKind.OVERLOADED, "")).stream(
                        BUSY),
                Script.of("an error as an event", "3.4", Expected.text("Hel").failing(ErrorKind.OVERLOADED, ""))
                        .chunks(parts(text("Hel")), BUSY.replace("\n", "")),
                Script.of(
                                "the body ends without a reason",
                                "3.4",
                                Expected.text("Hel").failing(ErrorKind.STREAM_INTERRUPTED, "no_end"))
                        .chunks(parts(text("Hel"))),
                Script.of(
                        "the body ends without anything", "3.4", Expected.error(ErrorKind.STREAM_INTERRUPTED, "no_end"))
                        .stream("\r\n"),
                Script.of(
                        "the body ends inside an event",
                        "3.4",
                        Expected.text("Hel").failing(ErrorKind.STREAM_INTERRUPTED, "no_end"))
                        .stream("data: " + parts(text("Hel")) + "\r\n\r\ndata: "
                        + last("STOP", text("lo")).substring(0, 40)),
                Script.of(
                                "a call that was never confirmed",
                                "3.4",
                                Expected.text("Hel").failing(ErrorKind.STREAM_INTERRUPTED, "no_end"))
                        .chunks(parts(text("Hel"), call("\"name\":\"f\""))),
                Script.of(
                                "an empty reason is none",
                                "3.1",
                                Expected.text("a").failing(ErrorKind.STREAM_INTERRUPTED, "no_end"))
                        .chunks(last("", text("a"))),
                Script.of(
                        "an event that is no JSON",
                        "4.2#25",
                        Expected.text("a").failing(ErrorKind.MALFORMED_RESPONSE, ""))
                        .stream("data: " + parts(text("a")) + "\n\ndata: oops\n\n"),
                Script.of("text that is called JSON", "4.2#25", Expected.error(ErrorKind.MALFORMED_RESPONSE, ""))
                        .stream("no such thing")
                        .json(),
                Script.of(
                                "the array ends too early",
                                "1",
                                Expected.text("a").failing(ErrorKind.STREAM_INTERRUPTED, "no_end"))
                        .stream("[" + parts(text("a")) + ",\n" + end("STOP") + "\n")
                        .json());
    }
}
