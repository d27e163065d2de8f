package dev.llmdriver.gemini.internal.script;

import static dev.llmdriver.gemini.internal.script.Chunks.SEEN;
import static dev.llmdriver.gemini.internal.script.Chunks.end;
import static dev.llmdriver.gemini.internal.script.Chunks.last;
import static dev.llmdriver.gemini.internal.script.Chunks.parts;
import static dev.llmdriver.gemini.internal.script.Chunks.text;

import java.util.List;

/** The same answer in every frame that a stream may have. */
final class FramingScripts {
    private static final String ONE = parts(text("one "));
    private static final String TWO = last("STOP", text("two"));

    private FramingScripts() {}

    private static Script script(String name, String section) {
        return Script.of(name, section, Expected.text("one two").more(SEEN));
    }

    static List<Script> all() {
        return List.of(
                script("CRLF", "1").chunks(ONE, TWO),
                script("LF", "3.4").stream("data: " + ONE + "\n\ndata: " + TWO + "\n\n"),
                script("CR", "3.4").stream("data: " + ONE + "\r\rdata: " + TWO + "\r\r"),
                script("no space after the colon, no blank line at the end", "3.4").stream(
                        "data:" + ONE + "\n\ndata:" + TWO),
                script("byte-order mark, comments, types and ids", "3.4").stream(
                        "\uFEFF: hello\n\nid: 1\nevent: message\ndata: " + ONE
                                + "\n\n: {\"error\":{}}\n\nretry: 5\ndata: " + TWO + "\n\n"),
                script("data over several lines", "3.4").stream(
                        "data: " + ONE + "\n\n" + "data: " + TWO.replace(",\"", ",\ndata: \"") + "\n\n"),
                script("an event in an array of one", "3.4").stream("data: [" + ONE + "]\n\ndata: [" + TWO + "]\n\n"),
                script("a [DONE] that Gemini never sends", "3.4").stream(
                        "data: " + ONE + "\n\ndata: " + TWO + "\n\ndata: [DONE]\n\n"),
                script("events that are called JSON", "9#24").stream("data: " + ONE + "\n\ndata: " + TWO + "\n\n")
                        .json(),
                script("an array", "1").stream("[" + ONE + "\n,\n" + TWO + "\n]")
                        .json(),
                script("an array, printed over lines", "1").stream(
                                "[" + ONE.replace("{", "{\n  ") + "\r\n,\r\n" + TWO.replace(",", ",\r\n") + "\r\n]\r\n")
                        .json(),
                script("an array that is called events", "9#13").stream("[" + ONE + ",\n" + TWO + "]"),
                script("objects one after the other", "3.4").stream(ONE + "\n" + TWO + "\n")
                        .json(),
                script("braces and quotes in the text", "1").stream("["
                                + last(
                                        "STOP",
                                        text("one two"),
                                        "{\"text\":\"\",\"partMetadata\":{\"x\":\"}]\\\"{[\\\\\"}}")
                                + "]")
                        .json(),
                script("an empty event, and blanks", "3.4").stream(
                        "data:\n\n\n\ndata: " + ONE + "\n\ndata:   \n\ndata: " + TWO + "\n\n"),
                script("the end in a chunk of its own", "3.4").chunks(ONE, parts(text("two")), end("STOP")),
                script("a line of a proxy between the events", "3.4").stream(
                        "data: " + ONE + "\n\nupstream says hello\n\ndata: " + TWO + "\n\n"));
    }
}
