package dev.llmdriver.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.WireTwin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each driver, over real HTTP, against JSON that is made to break parsers: an answer or a typed error, and soon. */
@Timeout(120)
class HostileAnswersTest {
    private static final int MALFORMED = 6;

    /** Answers as each provider gives them, with a place for a member and for a count of tokens. */
    private static final Map<String, String> ANSWERS = Map.of(
            "huggingface",
            "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"hi\"},\"delta\":{\"content\":\"hi\"},"
                    + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":COUNT,\"completion_tokens\":1}MORE}",
            "gemini",
            "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"hi\"}],\"role\":\"model\"},\"finishReason\":\"STOP\"}],"
                    + "\"usageMetadata\":{\"promptTokenCount\":COUNT}MORE}",
            "ollama",
            "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"hi\"},\"done\":true,\"done_reason\":\"stop\","
                    + "\"prompt_eval_count\":COUNT,\"eval_count\":1MORE}");

    @TempDir
    private Path folder;

    private int ask(String driver, boolean streamed, String json) {
        try (WireTwin twin = WireTwin.start()) {
            twin.enqueue(reply(driver, streamed, json));
            List<String> args = new ArrayList<>(List.of("chat", "-m", driver + ":org/model", "-o", "max-attempts=1"));
            args.addAll(List.of("-P", "base-url=" + twin.baseUri() + (driver.equals("huggingface") ? "/v1" : "")));
            args.addAll(driver.equals("ollama") ? List.of() : List.of("-P", "api-key=planted-4711"));
            args.addAll(streamed ? List.of("--verbose") : List.of("--verbose", "--no-stream"));
            args.add("Hello");
            Cli cli = new Cli(folder).withInstalledDrivers();
            int code = cli.run(args.toArray(String[]::new));
            assertThat(cli.err()).doesNotContain("StackOverflow", "OutOfMemory", "internal", "timeout");
            if (code == 0) {
                assertThat(cli.out()).startsWith("hi");
            } else {
                assertThat(cli.err()).startsWith("error: malformed_response: ");
            }
            return code;
        }
    }

    private static Reply reply(String driver, boolean streamed, String json) {
        if (!streamed) {
            return Reply.json(200, json);
        }
        return driver.equals("ollama")
                ? Reply.ndjson().line(json).build()
                : Reply.sse().event(json).done().build();
    }

    private static String answer(String driver, String count, String more) {
        return ANSWERS.get(driver).replace("COUNT", count).replace("MORE", more);
    }

    @ParameterizedTest
    @ValueSource(strings = {"huggingface", "gemini", "ollama"})
    void soundAnswersPass(String driver) {
        assertThat(ask(driver, false, answer(driver, "1", ""))).isZero();
        assertThat(ask(driver, true, answer(driver, "1", ""))).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"huggingface", "gemini", "ollama"})
    void nesting(String driver) {
        String deep = ",\"x\":" + "[".repeat(100_000) + "]".repeat(100_000);
        String objects = ",\"x\":" + "{\"x\":".repeat(100_000) + "1" + "}".repeat(100_000);
        for (String more : List.of(deep, objects)) {
            assertThat(ask(driver, false, answer(driver, "1", more))).isEqualTo(MALFORMED);
            assertThat(ask(driver, true, answer(driver, "1", more))).isEqualTo(MALFORMED);
        }
        assertThat(ask(driver, false, "[".repeat(1_000_000))).isEqualTo(MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"huggingface", "gemini", "ollama"})
    void numbers(String driver) {
        for (String number : List.of("1e999999999", "-1e-999999999", "9".repeat(900), "9".repeat(1_000_000), "NaN")) {
            ask(driver, false, answer(driver, number, ""));
            ask(driver, true, answer(driver, number, ",\"created\":" + number));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"huggingface", "gemini", "ollama"})
    void names(String driver) {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 200_000; i++) {
            many.append(",\"k").append(i).append("\":1");
        }
        for (String more :
                List.of(many.toString(), ",\"" + "k".repeat(1_000_000) + "\":1", ",\"x\":1,\"x\":2,\"x\":3")) {
            ask(driver, false, answer(driver, "1", more));
            ask(driver, true, answer(driver, "1", more));
        }
    }

    @Test
    void errorsAreClassifiedByWhatCanBeRead() {
        for (String driver : ANSWERS.keySet()) {
            try (WireTwin twin = WireTwin.start()) {
                twin.enqueue(
                        Reply.json(503, "{\"error\":" + "[".repeat(100_000)),
                        Reply.text(503, " \n".repeat(400_000) + "x"));
                for (int i = 0; i < 2; i++) {
                    Cli cli = new Cli(folder).withInstalledDrivers();
                    String base = "base-url=" + twin.baseUri() + (driver.equals("huggingface") ? "/v1" : "");
                    assertThat(cli.run(
                                    "chat",
                                    "-m",
                                    driver + ":m",
                                    "-P",
                                    base,
                                    "-P",
                                    "api-key=k",
                                    "-o",
                                    "max-attempts=1",
                                    "Hi"))
                            .as(cli.err())
                            .isEqualTo(6);
                }
            }
        }
    }
}
