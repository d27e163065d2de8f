package dev.llmdriver.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.llmdriver.testkit.HuggingFaceDialect;
import dev.llmdriver.testkit.HuggingFaceErrors;
import dev.llmdriver.testkit.HuggingFaceTwin;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.ReplyBuilder;
import dev.llmdriver.testkit.TwinAnswer;
import dev.llmdriver.testkit.TwinError;
import dev.llmdriver.testkit.TwinOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole command over real HTTP against a server that misbehaves. */
@Timeout(60)
class WireTest {
    private static final String PLANTED = "hf_plantedSecretThatNobodyMaySee";

    private static final List<String> ERROR_FIELDS = List.of(
            "kind", "reason", "type", "status", "code", "message", "retryAfterMs", "advice", "phase", "partial");

    @TempDir
    private Path folder;

    private HuggingFaceTwin twin;
    private Cli cli;

    @BeforeEach
    void start() {
        twin = HuggingFaceTwin.start();
        cli = new Cli(folder).withInstalledDrivers();
    }

    @AfterEach
    void stop() {
        twin.close();
    }

    private int chatAt(String baseUrl, String... more) {
        List<String> args = new ArrayList<>(List.of("chat", "-m", "huggingface:twin/echo"));
        args.addAll(List.of("-P", "base-url=" + baseUrl, "-P", "endpoint=router", "-P", "api-key=" + PLANTED));
        args.addAll(List.of("-o", "max-attempts=1"));
        args.addAll(List.of(more));
        args.add("Hello");
        return cli.run(args.toArray(String[]::new));
    }

    private int chat(String... more) {
        String[] patient = Stream.concat(Stream.of("-o", "connect-timeout=30s"), Stream.of(more))
                .toArray(String[]::new);
        return chatAt(twin.v1().toString(), patient);
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(cli.out());
    }

    @Test
    void aRealAnswerStreamedAndWhole() throws IOException {
        assertThat(chat()).isZero();
        assertThat(cli.out()).startsWith("Hello! I am the demo").endsWith("\n");
        assertThat(cli.err()).isEmpty();
        assertThat(twin.requests().get(0).header("authorization")).contains("Bearer " + PLANTED);
        String streamed = cli.out();
        cli = new Cli(folder).withInstalledDrivers();
        chat("--json", "--no-stream");
        assertThat(json().path("text").asText() + "\n").isEqualTo(streamed);
        assertThat(json().path("ref").asText()).isEqualTo("huggingface:twin/echo");
        assertThat(json().path("attempts").get(0).path("status").asInt()).isEqualTo(200);
        assertThat(json().path("usage").path("total").asInt()).isPositive();
    }

    static Stream<Arguments> misbehaviour() {
        return Stream.of(
                failure(HuggingFaceErrors.wrongToken(), 3, "authentication"),
                failure(HuggingFaceErrors.missingScope("me"), 3, "permission_denied"),
                failure(HuggingFaceErrors.gated("twin/echo"), 3, "permission_denied"),
                failure(HuggingFaceErrors.validation("`top_p` must be < 1.0"), 2, "invalid_request"),
                failure(said(404, "the model was decommissioned", "model_decommissioned"), 4, "model_retired"),
                failure(HuggingFaceErrors.notServed("twin/echo"), 4, "model_not_found"),
                failure(HuggingFaceErrors.notChatModel("twin/echo"), 4, "not_chat_model"),
                failure(HuggingFaceErrors.rateLimited(), 5, "rate_limited"),
                failure(HuggingFaceErrors.creditsExhausted(), 5, "quota_exhausted"),
                failure(HuggingFaceErrors.overloaded(), 6, "overloaded"),
                failure(HuggingFaceErrors.badGateway(), 6, "server_error"),
                failure(HuggingFaceErrors.edgeBlock(), 6, "server_error"),
                failure(HuggingFaceErrors.paused(), 6, "endpoint_unavailable"),
                failure(HuggingFaceErrors.loading("twin/echo", 20), 6, "model_loading", "-o", "deadline=15s"),
                failure(HuggingFaceErrors.contextLength(4096), 8, "context_length"),
                failure(said(400, "held back", "content_filter"), 8, "content_blocked"),
                failure(Reply.html(200, "Please log in"), 6, "malformed_response"),
                failure(Reply.garbage(7), 6, "malformed_response"),
                failure(Reply.silence(), 7, "timeout", "-o", "first-token-timeout=300ms"));
    }

    private static Reply said(int status, String message, String code) {
        return HuggingFaceErrors.openAi(status, message, "invalid_request_error", null, code);
    }

    private static Arguments failure(Reply reply, int code, String kind, String... more) {
        return Arguments.of(reply, code, kind, more);
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("misbehaviour")
    void eachEndsWithItsKindItsCodeAndOneLine(Reply reply, int code, String kind, String[] more) throws IOException {
        twin.enqueue(reply, reply);
        assertThat(chat(more)).as(cli.err()).isEqualTo(code);
        assertThat(cli.out()).isEmpty();
        assertThat(cli.err()).startsWith("error: " + kind + ": ").contains("; ").hasLineCount(1);
        cli = new Cli(folder).withInstalledDrivers();
        assertThat(chat(Stream.concat(Stream.of("--json"), Stream.of(more)).toArray(String[]::new)))
                .isEqualTo(code);
        assertThat(error().path("kind").asText()).isEqualTo(kind);
        assertThat(cli.err()).isEmpty();
    }

    /** What {@code --json} printed: an error that has what every one has, and nothing beside what is promised. */
    private JsonNode error() throws IOException {
        assertThat(json().fieldNames()).toIterable().containsExactly("error");
        JsonNode error = json().path("error");
        List<String> fields = new ArrayList<>();
        error.fieldNames().forEachRemaining(fields::add);
        assertThat(ERROR_FIELDS).containsSubsequence(fields);
        assertThat(fields).contains("kind", "type", "message", "advice", "phase");
        return error;
    }

    static Stream<Arguments> breaks() {
        ReplyBuilder begun = HuggingFaceDialect.ROUTER.stream(
                        TwinAnswer.builder().pieces("One ", "two ", "three").build())
                .firstEvents(3);
        return Stream.of(
                Arguments.of("truncated", begun.build(), 7, "stream_interrupted"),
                Arguments.of("reset", begun.build().with(WireTest::resetLater), 7, "stream_interrupted"),
                Arguments.of("silent", begun.build().with(ReplyBuilder::stall), 7, "timeout"),
                Arguments.of("malformed", begun.build().with(r -> r.event("{\"choices\":[{")), 6, "malformed_response"),
                Arguments.of(
                        "error inside",
                        HuggingFaceDialect.TGI_3_3.failing(
                                TwinAnswer.of("One "), TwinError.of(TwinError.Kind.OVERLOADED)),
                        6,
                        "overloaded"));
    }

    /** Not at once, for then it may overtake what came before it. */
    private static ReplyBuilder resetLater(ReplyBuilder reply) {
        return reply.delay(Duration.ofMillis(300)).reset();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("breaks")
    void aStreamThatBreaksKeepsWhatArrived(String name, Reply reply, int code, String kind) throws IOException {
        String idle = "idle-timeout=" + (name.equals("silent") ? "1s" : "30s");
        twin.enqueue(reply, reply);
        assertThat(chat("-o", idle)).as(cli.err()).isEqualTo(code);
        assertThat(cli.out()).startsWith("One ").endsWith("\n");
        assertThat(cli.err()).startsWith("error: " + kind + ": ").hasLineCount(1);
        String arrived = cli.out();
        cli = new Cli(folder).withInstalledDrivers();
        assertThat(chat("--json", "-o", idle)).isEqualTo(code);
        assertThat(error().path("kind").asText()).isEqualTo(kind);
        assertThat(error().path("partial").path("text").asText() + "\n").isEqualTo(arrived);
    }

    @Test
    void aPortWhereNobodyListens() throws IOException {
        try (Socket taken = new Socket()) { // so that nobody else can begin to listen there
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            assertThat(chatAt("http://127.0.0.1:" + taken.getLocalPort())).isEqualTo(7);
            assertThat(cli.err())
                    .startsWith("error: connect_failed: ")
                    .contains("" + taken.getLocalPort())
                    .hasLineCount(1);
        }
    }

    @Test
    void tlsThatIsNotTrustedOrNotThere() {
        try (HuggingFaceTwin secure =
                HuggingFaceTwin.start(TwinOptions.defaults().tls())) {
            assertThat(chatAt(secure.v1().toString(), "-o", "connect-timeout=30s"))
                    .isEqualTo(7);
            assertThat(cli.err()).startsWith("error: connect_failed: ").hasLineCount(1);
        }
        cli = new Cli(folder).withInstalledDrivers();
        assertThat(chatAt("https://127.0.0.1:" + twin.port(), "-o", "connect-timeout=500ms"))
                .isEqualTo(7); // the twin waits for the rest of what it takes for HTTP
        assertThat(cli.err()).startsWith("error: timeout: ").hasLineCount(1);
    }

    @Test
    void aMalformedAddress() {
        assertThat(chatAt("http//nonsense")).isEqualTo(2);
        assertThat(cli.err())
                .startsWith("error: configuration: ")
                .contains("base-url")
                .hasLineCount(1);
    }

    @Test
    void aKeyThatComesBackIsNeverShown() {
        String echo = "{\"error\":{\"message\":\"bad key " + PLANTED + "\",\"type\":\"" + PLANTED + "\",\"code\":\""
                + PLANTED + "\"}}";
        Reply inStream = Reply.sse().event(echo).done().build();
        for (String flag : List.of("--verbose", "--json", "--no-stream")) {
            twin.enqueue(Reply.json(401, echo), Reply.json(500, echo), Reply.html(403, PLANTED), inStream);
            for (int i = 0; i < 4; i++) {
                assertThat(chat(flag, "--verbose")).isNotZero();
            }
        }
        cli.run("explain", "-m", "huggingface:twin/echo", "-P", "api-key=" + PLANTED, "Hello");
        cli.run("models", "-m", "huggingface", "-P", "api-key=" + PLANTED, "-P", "base-url=" + twin.v1(), "-P", "b=c");
        cli.run("doctor", "-m", "huggingface", "-P", "api-key=" + PLANTED, "-P", "base-url=" + twin.v1());
        assertThat(cli.out()).contains("POST https://router.huggingface.co/v1/chat/completions");
        assertThat(cli.out() + cli.err()).doesNotContain(PLANTED).doesNotContain(PLANTED.substring(3));
    }
}
