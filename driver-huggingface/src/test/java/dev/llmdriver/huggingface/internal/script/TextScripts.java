package dev.llmdriver.huggingface.internal.script;

import static dev.llmdriver.huggingface.internal.script.Chunks.answer;
import static dev.llmdriver.huggingface.internal.script.Chunks.counters;
import static dev.llmdriver.huggingface.internal.script.Chunks.delta;
import static dev.llmdriver.huggingface.internal.script.Chunks.finish;
import static dev.llmdriver.huggingface.internal.script.Chunks.text;
import static dev.llmdriver.huggingface.internal.script.Chunks.usage;

import dev.llmdriver.FinishReason;
import dev.llmdriver.FinishReason.Kind;
import dev.llmdriver.Usage;
import dev.llmdriver.http.Expected;
import dev.llmdriver.huggingface.internal.response.ThinkMode;
import java.util.List;

/** Answers of text and reasoning. */
final class TextScripts {
    private TextScripts() {}

    static List<Script> all() {
        return List.of(
                Script.of(
                                "plain answer",
                                "3.1",
                                Expected.text("Hi there").stop().usage(4, 2, 6))
                        .unary(
                                "{\"id\":\"x\",\"object\":\"chat.completion\",\"created\":1769546580,\"model\":\"p\",\"choices\":"
                                        + "[{\"index\":0,\"finish_reason\":\"stop\",\"logprobs\":null,\"message\":{\"role\":\"assistant\","
                                        + "\"content\":\"Hi there\",\"reasoning\":null,\"tool_calls\":[]}}],\"usage\":"
                                        + counters(4, 2, 6) + "}")
                        .chunks(
                                delta("\"role\":\"assistant\",\"content\":\"\""),
                                text("Hi"),
                                text(" there"),
                                finish("stop"),
                                usage(4, 2, 6)),
                Script.of(
                        "no space after data:", "3.2", Expected.text("one two").stop())
                        .stream("data:" + text("one") + "\n\ndata:" + text(" two") + "\n\ndata:" + finish("stop")
                        + "\n\ndata:[DONE]\n\n"),
                Script.of(
                        "CRLF, byte-order mark and comments",
                        "3.2",
                        Expected.text("one two").stop())
                        .stream("\uFEFF: keep-alive\r\n\r\ndata: " + text("one") + "\r\n\r\n:\r\ndata: " + text(" two")
                        + "\r\n\r\ndata: " + finish("stop") + "\r\n\r\ndata: [DONE]\r\n\r\n"),
                Script.of(
                                "no [DONE], TGI up to 2.0",
                                "3.2",
                                Expected.text("The answer</s>").finish(Kind.STOP, "eos_token"))
                        .unary(
                                "{\"id\":\"\",\"object\":\"text_completion\",\"choices\":[{\"index\":0,\"message\":{\"role\":"
                                        + "\"assistant\",\"content\":\"The answer</s>\"},\"finish_reason\":\"eos_token\"}]}")
                        .chunksOnly(
                                "{\"id\":\"\",\"object\":\"text_completion\",\"choices\":[{\"index\":0,\"delta\":{\"role\":"
                                        + "\"assistant\",\"content\":\"The answer\"},\"logprobs\":null,\"finish_reason\":null}]}",
                                "{\"id\":\"\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"</s>\"},"
                                        + "\"finish_reason\":\"eos_token\"}]}"),
                Script.of(
                                "ends after the finish chunk, index last (Cerebras)",
                                "3.2",
                                Expected.text("It is")
                                        .usage(Usage.builder()
                                                .input(515)
                                                .output(7)
                                                .total(522)
                                                .cachedInput(0)
                                                .build())
                                        .stop())
                        .chunksOnly(
                                "{\"choices\":[{\"delta\":{\"role\":\"assistant\"},\"index\":0}],\"created\":1767213635}",
                                "{\"choices\":[{\"delta\":{\"content\":\"It is\"},\"index\":0}]}",
                                "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\",\"index\":0}],\"usage\":{\"total_tokens\":"
                                        + "522,\"completion_tokens\":7,\"prompt_tokens\":515,\"prompt_tokens_details\":"
                                        + "{\"cached_tokens\":0}},\"time_info\":{\"queue_time\":0.92,\"created\":1767213635.97}}"),
                Script.of(
                        "last event without its blank line",
                        "3.2",
                        Expected.text("yes").stop())
                        .stream("data: " + text("yes") + "\n\ndata: " + finish("stop")),
                Script.of("role on every delta", "3.2", Expected.text("ab").stop())
                        .chunks(
                                delta("\"role\":\"assistant\",\"content\":\"a\""),
                                delta("\"role\":\"assistant\",\"content\":\"b\""),
                                finish("stop")),
                Script.of(
                                "first delta with content null",
                                "3.2",
                                Expected.text("x").stop())
                        .chunks(delta("\"role\":\"assistant\",\"content\":null"), text("x"), finish("stop")),
                Script.of(
                                "content as an array of parts",
                                "3.2",
                                Expected.text("one two").stop())
                        .unary(answer(
                                "\"content\":[{\"type\":\"text\",\"text\":\"one\"},{\"type\":\"text\",\"text\":\" two\"}]",
                                "stop"))
                        .chunks(
                                delta("\"content\":[{\"type\":\"text\",\"text\":\"one\"}]"),
                                delta("\"content\":[{\"type\":\"text\",\"text\":\" two\"}]"),
                                finish("stop")),
                Script.of(
                                "usage unasked, on finish and after (groq)",
                                "3.2",
                                Expected.text("x").stop().usage(20, 4, 24))
                        .chunks(
                                text("x"),
                                "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"x_groq\":{\"id\":\"r\"},"
                                        + "\"usage\":{\"queue_time\":0.07,\"prompt_tokens\":20,\"completion_tokens\":4,"
                                        + "\"total_tokens\":24}}",
                                usage(20, 4, 24)),
                Script.of(
                                "usage in x_groq alone",
                                "3.1",
                                Expected.text("x").stop().usage(20, 4, 24))
                        .chunks(
                                text("x"),
                                "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"x_groq\":{\"id\":\"r\","
                                        + "\"usage\":{\"prompt_tokens\":20,\"completion_tokens\":4,\"total_tokens\":24}}}"),
                Script.of(
                                "refusal in its own field",
                                "3.1",
                                Expected.text("I cannot help.").finish(FinishReason.Kind.CONTENT_FILTER, "stop"))
                        .unary(answer("\"content\":null,\"refusal\":\"I cannot help.\"", "stop"))
                        .chunks(
                                delta("\"refusal\":\"I cannot \""),
                                delta("\"refusal\":\"help.\""),
                                delta("\"refusal\":null"),
                                finish("stop")),
                Script.of(
                                "usage cumulative on every chunk",
                                "3.2",
                                Expected.text("ab").stop().usage(9, 2, 11))
                        .chunks(
                                withUsage(text("a"), 9, 1, 10),
                                withUsage(text("b"), 9, 2, 11),
                                withUsage(finish("stop"), 9, 2, 11)),
                Script.of("usage null on each chunk", "3.2", Expected.text("a").stop())
                        .chunks(text("a").replaceFirst("\\{", "{\"usage\":null,"), finish("stop")),
                Script.of(
                                "usage with details and extras",
                                "3.1",
                                Expected.text("x")
                                        .stop()
                                        .usage(Usage.builder()
                                                .input(10)
                                                .output(8)
                                                .total(18)
                                                .cachedInput(6)
                                                .reasoning(5)
                                                .build()))
                        .unary(
                                answer("\"content\":\"x\"", "stop")
                                        .replaceFirst(
                                                "\\{",
                                                "{\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":8,\"total_tokens\":18,"
                                                        + "\"prompt_tokens_details\":{\"cached_tokens\":6},\"completion_tokens_details\":"
                                                        + "{\"reasoning_tokens\":5,\"audio_tokens\":null},\"total_time\":0.2},")),
                Script.of(
                                "usage with null details",
                                "3.1",
                                Expected.text("x").stop().usage(1, 2, 3))
                        .unary(answer("\"content\":\"x\"", "stop")
                                .replaceFirst(
                                        "\\{",
                                        "{\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3,"
                                                + "\"prompt_tokens_details\":null},")),
                Script.of(
                                "seed beyond a long, float times, unknown fields",
                                "3.1",
                                Expected.text("x").stop())
                        .unary(
                                "{\"id\":7,\"created\":1767213635.97,\"prompt\":[],\"metadata\":{\"w\":{\"v\":[1]}},\"choices\":"
                                        + "[{\"index\":0,\"seed\":10176929106694746000,\"finish_reason\":\"stop\",\"message\":{\"role\":"
                                        + "\"assistant\",\"content\":\"x\",\"audio\":null,\"refusal\":null}}],\"usage\":{}}")
                        .chunks(
                                "{\"id\":7,\"created\":1.5,\"choices\":[{\"index\":0,\"text\":\"x\",\"seed\":"
                                        + "10176929106694746000,\"delta\":{\"content\":\"x\",\"token_id\":null}}]}",
                                finish("stop")),
                Script.of(
                                "metadata chunk first (HuggingChat's router)",
                                "3.2",
                                Expected.text("x").stop())
                        .chunks("{\"x-router-metadata\":{\"route\":\"a\",\"model\":\"b\"}}", text("x"), finish("stop")),
                Script.of(
                                "choices null or empty between",
                                "3.2",
                                Expected.text("x").stop())
                        .chunks("{\"choices\":null}", "{\"choices\":[]}", text("x"), finish("stop")),
                Script.of(
                                "a second choice nobody asked for",
                                "3.2",
                                Expected.text("mine").stop())
                        .unary(
                                "{\"choices\":[{\"index\":1,\"message\":{\"content\":\"not mine\"}},{\"index\":0,\"message\":"
                                        + "{\"content\":\"mine\"},\"finish_reason\":\"stop\"}]}")
                        .chunks(
                                "{\"choices\":[{\"delta\":{\"content\":\"not mine\"},\"index\":1}]}",
                                text("mine"),
                                finish("stop")),
                Script.of("length", "3.1", Expected.text("cut").finish(Kind.LENGTH, "length"))
                        .unary(answer("\"content\":\"cut\"", "length"))
                        .chunks(text("cut"), finish("length")),
                Script.of(
                                "eos (Together), stop_sequence (TGI)",
                                "3.1",
                                Expected.text("x").finish(Kind.STOP, "eos"))
                        .unary(answer("\"content\":\"x\"", "eos"))
                        .chunks(text("x"), finish("eos")),
                Script.of("stop_sequence", "3.1", Expected.text("x").finish(Kind.STOP, "stop_sequence"))
                        .unary(answer("\"content\":\"x\"", "stop_sequence"))
                        .chunks(text("x"), finish("stop_sequence")),
                Script.of(
                                "a word nobody knows (abort)",
                                "3.1",
                                Expected.text("x").finish(Kind.OTHER, "abort"))
                        .unary(answer("\"content\":\"x\"", "abort"))
                        .chunks(text("x"), finish("abort")),
                Script.of("no finish reason, but [DONE]", "3.1", Expected.text("x"))
                        .unary("{\"choices\":[{\"message\":{\"content\":\"x\"},\"finish_reason\":null}]}")
                        .chunks(text("x")),
                Script.of(
                                "content_filter after some text",
                                "8",
                                Expected.text("x").finish(Kind.CONTENT_FILTER, "content_filter"))
                        .unary(answer("\"content\":\"x\"", "content_filter"))
                        .chunks(text("x"), finish("content_filter")),
                reasoning("reasoning"),
                reasoning("reasoning_content"),
                reasoning("reasoning_text"),
                Script.of(
                                "two spellings at once",
                                "8",
                                Expected.text("4").reasoning("2+2").stop())
                        .unary(answer("\"reasoning\":\"2+2\",\"reasoning_content\":\"2+2\",\"content\":\"4\"", "stop"))
                        .chunks(
                                delta("\"reasoning\":\"2+\",\"reasoning_content\":\"2+\""),
                                delta("\"reasoning_content\":\"2\",\"reasoning\":\"2\""),
                                text("4"),
                                finish("stop")),
                Script.of(
                                "reasoning between tags",
                                "8",
                                Expected.text("\\n4").reasoning("\\n2+2\\n").stop())
                        .unary(answer("\"content\":\"<think>\\\\n2+2\\\\n</think>\\\\n4\"", "stop"))
                        .chunks(
                                text("<thi"),
                                text("nk>\\\\n2"),
                                text("+2\\\\n</"),
                                text("think"),
                                text(">\\\\n"),
                                text("4"),
                                finish("stop")),
                Script.of(
                                "tags cut by the limit",
                                "8",
                                Expected.nothing().reasoning("still thin").finish(Kind.LENGTH, "length"))
                        .unary(answer("\"content\":\"<think>still thin\"", "length"))
                        .chunks(text("<think>still "), text("thin"), finish("length")),
                Script.of(
                                "blanks before the tag, and a tag that only looks like the end",
                                "8",
                                Expected.text("ok").reasoning("a</thin b").stop())
                        .unary(answer("\"content\":\"  <think>a</thin b</think>ok\"", "stop"))
                        .chunks(text(" "), text(" <think>a</thin"), text(" b</thi"), text("nk>ok"), finish("stop")),
                Script.of(
                                "an answer that speaks of tags",
                                "8",
                                Expected.text("Use <think> and < b").stop())
                        .unary(answer("\"content\":\"Use <think> and < b\"", "stop"))
                        .chunks(text("Use <thi"), text("nk> and < b"), finish("stop")),
                Script.of(
                                "an answer that begins like a tag",
                                "8",
                                Expected.text("<thing>").stop())
                        .unary(answer("\"content\":\"<thing>\"", "stop"))
                        .chunks(text("<th"), text("ing>"), finish("stop")),
                Script.of(
                                "lone closer, think=open",
                                "8",
                                Expected.text("4").reasoning("2+2").stop())
                        .think(ThinkMode.OPEN)
                        .unary(answer("\"content\":\"2+2</think>4\"", "stop"))
                        .chunks(text("2+"), text("2</"), text("think>4"), finish("stop")),
                Script.of(
                                "lone closer, think=tags",
                                "8",
                                Expected.text("2+2</think>4").stop())
                        .unary(answer("\"content\":\"2+2</think>4\"", "stop"))
                        .chunks(text("2+"), text("2</"), text("think>4"), finish("stop")),
                Script.of(
                                "tags left alone, think=off",
                                "8",
                                Expected.text("<think>a</think>b").stop())
                        .think(ThinkMode.OFF)
                        .unary(answer("\"content\":\"<think>a</think>b\"", "stop"))
                        .chunks(text("<think>a</think>b"), finish("stop")),
                Script.of(
                                "letters of several bytes",
                                "3.2",
                                Expected.text("Olá, 世界 🎉").stop())
                        .unary(answer("\"content\":\"Olá, 世界 🎉\"", "stop"))
                        .chunks(text("Olá, 世"), text("界 🎉"), finish("stop")));
    }

    private static Script reasoning(String field) {
        return Script.of(
                        "reasoning as " + field,
                        "8",
                        Expected.text("4").reasoning("2 and 2").stop())
                .unary(answer("\"" + field + "\":\"2 and 2\",\"content\":\"4\"", "stop"))
                .chunks(
                        delta("\"" + field + "\":\"2 and\""),
                        delta("\"" + field + "\":\" 2\",\"content\":\"\""),
                        text("4"),
                        finish("stop"));
    }

    private static String withUsage(String chunk, int input, int output, int total) {
        return chunk.replaceFirst("\\{", "{\"usage\":" + counters(input, output, total) + ",");
    }
}
