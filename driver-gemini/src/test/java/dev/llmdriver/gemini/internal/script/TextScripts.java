package dev.llmdriver.gemini.internal.script;

import static dev.llmdriver.gemini.internal.script.Chunks.MORE;
import static dev.llmdriver.gemini.internal.script.Chunks.SEEN;
import static dev.llmdriver.gemini.internal.script.Chunks.end;
import static dev.llmdriver.gemini.internal.script.Chunks.last;
import static dev.llmdriver.gemini.internal.script.Chunks.parts;
import static dev.llmdriver.gemini.internal.script.Chunks.signed;
import static dev.llmdriver.gemini.internal.script.Chunks.text;
import static dev.llmdriver.gemini.internal.script.Chunks.thought;
import static dev.llmdriver.gemini.internal.script.Chunks.withUsage;

import dev.llmdriver.FinishReason.Kind;
import java.util.List;

/** Answers of text and thoughts, their counters and their details. */
final class TextScripts {
    private static final String SIGNED_TAIL = "{\"after\":[{\"text\":\"\",\"thoughtSignature\":\"c2ln\"}]}";

    private TextScripts() {}

    static List<Script> all() {
        return List.of(
                Script.of(
                                "plain answer",
                                "3",
                                Expected.text("Hello").usage(7, 2, 0, 0, 9).more(SEEN))
                        .unary(withUsage(
                                last("STOP", text("Hel"), text("lo")),
                                "\"promptTokenCount\":7,\"candidatesTokenCount\":2,\"totalTokenCount\":9"))
                        .chunks(
                                withUsage(
                                        parts(text("Hel")),
                                        "\"promptTokenCount\":7,\"candidatesTokenCount\":1,\"totalTokenCount\":8"),
                                withUsage(
                                        last("STOP", text("lo")),
                                        "\"promptTokenCount\":7,\"candidatesTokenCount\":2,\"totalTokenCount\":9")),
                Script.of(
                                "usage falls and rises; the last one counts",
                                "3.4",
                                Expected.text("ab").usage(257, 5, 0, 0, 262).more(SEEN))
                        .chunks(
                                withUsage(parts(text("a")), "\"promptTokenCount\":55,\"totalTokenCount\":241"),
                                withUsage(parts(text("b")), "\"promptTokenCount\":55,\"totalTokenCount\":91"),
                                withUsage(
                                        end("STOP"),
                                        "\"promptTokenCount\":257,\"candidatesTokenCount\":5,\"totalTokenCount\":262")),
                Script.of(
                                "every counter, thoughts outside candidates and tools outside the prompt",
                                "3.2",
                                Expected.text("x").usage(110, 25, 40, 20, 135).more(SEEN))
                        .both(withUsage(
                                last("STOP", text("x")),
                                "\"promptTokenCount\":100,\"cachedContentTokenCount\":40,\"candidatesTokenCount\":5,"
                                        + "\"thoughtsTokenCount\":20,\"toolUsePromptTokenCount\":10,\"totalTokenCount\":135,"
                                        + "\"promptTokensDetails\":[{\"modality\":\"TEXT\",\"tokenCount\":100}],"
                                        + "\"serviceTier\":\"standard\"")),
                Script.of(
                                "Vertex: traffic type first, counters in the last chunk alone",
                                "8",
                                Expected.text("ab").usage(3, 0, 0, 0, 3).more(SEEN))
                        .chunks(
                                withUsage(parts(text("a")), "\"trafficType\":\"ON_DEMAND\""),
                                withUsage(
                                        last("STOP", text("b")),
                                        "\"promptTokenCount\":3,\"totalTokenCount\":3,\"trafficType\":\"ON_DEMAND\"")),
                Script.of(
                                "counters, then a chunk whose usage has none",
                                "8",
                                Expected.text("a").usage(3, 0, 0, 0, 3).more(SEEN))
                        .chunks(
                                withUsage(parts(text("a")), "\"promptTokenCount\":3,\"totalTokenCount\":3"),
                                withUsage(end("STOP"), "\"trafficType\":\"ON_DEMAND\"")),
                Script.of("no usage at all", "3", Expected.text("a").more(SEEN)).both(last("STOP", text("a"))),
                Script.of(
                                "thinking ate the limit: content without parts",
                                "3.1",
                                Expected.nothing()
                                        .finish(Kind.LENGTH, "MAX_TOKENS")
                                        .usage(5, 29, 0, 29, 34)
                                        .more(SEEN))
                        .both("{\"candidates\":[{\"content\":{\"role\":\"model\"},\"finishReason\":\"MAX_TOKENS\"}],"
                                + "\"usageMetadata\":{\"promptTokenCount\":5,\"thoughtsTokenCount\":29,"
                                + "\"totalTokenCount\":34}," + MORE + "}"),
                Script.of("no content at all", "3", Expected.nothing().more(SEEN))
                        .both(end("STOP")),
                Script.of(
                                "cut by the limit after some text",
                                "3.1",
                                Expected.text("Once")
                                        .finish(Kind.LENGTH, "MAX_TOKENS")
                                        .more(SEEN))
                        .both(last("MAX_TOKENS", text("Once"))),
                Script.of(
                                "an end in the middle of the stream",
                                "3.4",
                                Expected.text("before after")
                                        .finish(Kind.LENGTH, "MAX_TOKENS")
                                        .more(SEEN))
                        .chunks(last("STOP", text("before ")), last("MAX_TOKENS", text("after"))),
                Script.of(
                                "thoughts, then the answer",
                                "3.3",
                                Expected.nothing()
                                        .reasoning("Hm. So.")
                                        .andText("42")
                                        .more(SEEN))
                        .unary(last("STOP", thought("Hm. "), thought("So."), text("42")))
                        .chunks(
                                parts(thought("Hm. ")),
                                parts(thought("So.")),
                                parts(text("4")),
                                last("STOP", text("2"))),
                Script.of(
                                "thoughts between texts",
                                "3.3",
                                Expected.text("a").reasoning("b").andText("c").more(SEEN))
                        .both(last("STOP", text("a"), thought("b"), text("c"))),
                Script.of(
                                "the signature rides on the thought",
                                "3.3",
                                Expected.nothing()
                                        .reasoning("Hm")
                                        .noted("{\"thoughtSignature\":\"c2ln\"}")
                                        .andText("a")
                                        .more(SEEN))
                        .both(last(
                                "STOP", "{\"text\":\"Hm\",\"thought\":true,\"thoughtSignature\":\"c2ln\"}", text("a"))),
                Script.of(
                                "a signed text is a part of its own",
                                "3.3",
                                Expected.text("a")
                                        .andText("b")
                                        .noted("{\"thoughtSignature\":\"c2ln\"}")
                                        .andText("c")
                                        .more(SEEN))
                        .both(last("STOP", text("a"), signed("b", "c2ln"), text("c"))),
                Script.of(
                                "the signature on an empty text at the end",
                                "3.3",
                                Expected.text("ab").noted(SIGNED_TAIL).more(SEEN))
                        .unary(last("STOP", text("ab"), signed("", "c2ln")))
                        .chunks(parts(text("a")), parts(text("b")), last("STOP", signed("", "c2ln"))),
                Script.of(
                                "the signature on an empty text at the beginning",
                                "3.3",
                                Expected.text("a")
                                        .noted("{\"before\":[{\"text\":\"\",\"thoughtSignature\":\"c2ln\"}]}")
                                        .more(SEEN))
                        .both(last("STOP", signed("", "c2ln"), text("a"))),
                Script.of("empty texts are nothing", "3.4", Expected.text("ab").more(SEEN))
                        .chunks(
                                parts(text("")),
                                parts(text("a")),
                                parts(text("")),
                                parts(text("b")),
                                last("STOP", text(""))),
                Script.of(
                                "quotes, escapes and characters of four bytes",
                                "3",
                                Expected.text("\"\u00e9\u4e16\ud83d\ude00\\\n").more(SEEN))
                        .both(last("STOP", text("\\\"\u00e9\\u4e16\ud83d\ude00\\\\\\n"))),
                Script.of(
                                "chunks without candidates",
                                "3.4",
                                Expected.text("a").usage(1, 0, 0, 0, 1).more(SEEN))
                        .chunks(
                                "{\"candidates\":[]," + MORE + "}",
                                parts(text("a")),
                                "{\"usageMetadata\":{\"promptTokenCount\":1,\"totalTokenCount\":1}," + MORE + "}",
                                end("STOP")),
                Script.of("details of another type than known are left alone", "3", Expected.text("a"))
                        .both("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"finishReason\":\"STOP\","
                                + "\"groundingMetadata\":{\"groundingChunks\":{\"a\":1}},"
                                + "\"logprobsResult\":{\"chosenCandidates\":{\"a\":1}}}]}"),
                Script.of(
                                "a second candidate is not ours",
                                "2.2",
                                Expected.text("first").more(SEEN))
                        .both(
                                "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"second\"}]},\"finishReason\":\"SAFETY\","
                                        + "\"index\":1},{\"content\":{\"parts\":[{\"text\":\"first\"}]},\"finishReason\":\"STOP\","
                                        + "\"index\":0}]," + MORE + "}"),
                Script.of("feedback without a block", "3.1", Expected.text("a").more(SEEN))
                        .both("{\"promptFeedback\":{\"safetyRatings\":[{\"category\":\"C\",\"probability\":\"LOW\"}]},"
                                + last("STOP", text("a")).substring(1)),
                Script.of(
                                "an unknown reason",
                                "3.1",
                                Expected.text("a").finish(Kind.OTHER, "BORED").more(SEEN))
                        .both(last("BORED", text("a"))),
                Script.of(
                                "the reason OTHER",
                                "3.1",
                                Expected.text("a").finish(Kind.OTHER, "OTHER").more(SEEN))
                        .both(last("OTHER", text("a"))),
                Script.of(
                                "a whole answer without a reason",
                                "3",
                                Expected.text("a").finish(Kind.OTHER, "").more(SEEN))
                        .unary(parts(text("a"))),
                Script.of(
                                "fields of tomorrow and of Vertex",
                                "8",
                                Expected.text("a").more(SEEN))
                        .both("{\"createTime\":\"2026-01-01T00:00:00Z\",\"modelStatus\":{\"x\":[1]},\"candidates\":"
                                + "[{\"avgLogprobs\":-0.1,\"content\":{\"parts\":[{\"text\":\"a\",\"partMetadata\":{\"k\":1}}],"
                                + "\"role\":\"model\",\"new\":{}},\"finishReason\":\"STOP\",\"safetyRatings\":[{}]}],"
                                + MORE + "}"),
                Script.of("probabilities of tokens", "2.2", Expected.text("Hi").more(SEEN + " H=-0.5/2 i=0.0/0"))
                        .both("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hi\"}]},\"finishReason\":\"STOP\","
                                + "\"logprobsResult\":{\"topCandidates\":[{\"candidates\":[{\"token\":\"H\",\"logProbability\":-0.5},"
                                + "{\"token\":\"h\",\"logProbability\":-1.5}]}],\"chosenCandidates\":[{\"token\":\"H\","
                                + "\"logProbability\":-0.5},{\"token\":\"i\"}]}}]," + MORE + "}"),
                Script.of(
                                "citations and grounding, told twice",
                                "3",
                                Expected.text("ab").more(SEEN + " cites u1,t1, cites u2,t2,seg cites u3,t3,"))
                        .chunks(
                                "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"citationMetadata\":"
                                        + "{\"citationSources\":[{\"uri\":\"u1\",\"title\":\"t1\"},{\"startIndex\":1}]}}],"
                                        + MORE + "}",
                                "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"b\"}]},\"finishReason\":\"STOP\","
                                        + "\"citationMetadata\":{\"citations\":[{\"uri\":\"u1\",\"title\":\"t1\"}]},"
                                        + "\"groundingMetadata\":{\"groundingChunks\":[{\"web\":{\"uri\":\"u2\",\"title\":\"t2\"}},"
                                        + "{\"retrievedContext\":{\"uri\":\"u3\",\"title\":\"t3\"}}],\"groundingSupports\":"
                                        + "[{\"segment\":{\"text\":\"seg\"},\"groundingChunkIndices\":[0,7]}]}}],"
                                        + MORE + "}"),
                Script.of(
                                "code that was run goes back beside the text",
                                "3.3",
                                Expected.text("a")
                                        .noted(
                                                "{\"after\":[{\"executableCode\":{\"language\":\"PYTHON\",\"code\":\"1\"},"
                                                        + "\"thoughtSignature\":\"czE=\"},{\"codeExecutionResult\":{\"outcome\":\"OUTCOME_OK\"}}]}")
                                        .andText("b")
                                        .more(SEEN + " unread_part unread_part"))
                        .both(last(
                                "STOP",
                                text("a"),
                                "{\"executableCode\":{\"language\":\"PYTHON\",\"code\":\"1\"},\"thoughtSignature\":\"czE=\"}",
                                "{\"codeExecutionResult\":{\"outcome\":\"OUTCOME_OK\"}}",
                                text("b"))));
    }
}
