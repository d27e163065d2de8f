package dev.llmdriver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.error.LlmException;
import dev.llmdriver.testkit.Reply;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that echoes the key, whole or in pieces and however it writes it, does not get it into an error. */
class PlantedKeyTest extends EndpointTest {
    /** Has the look of no known key, so only that it is known can betray it. */
    private static final String SECRET = "plAnted/Key\"+of=the\\Tests.0123456789";

    private static final int EXCERPT = 2000;
    private static final int MESSAGE = 300;

    private final Redactor redactor = new Redactor();

    static List<String> forms() {
        String url = URLEncoder.encode(SECRET, StandardCharsets.UTF_8);
        String json = SECRET.replace("\\", "\\\\").replace("\"", "\\\"");
        return List.of(
                SECRET,
                url,
                url.toLowerCase(Locale.ROOT)
                        .replace("planted", "plAnted")
                        .replace("key", "Key")
                        .replace("tests", "Tests"),
                json,
                json.replace("/", "\\/"),
                base64(SECRET),
                base64("user:" + SECRET),
                base64("u:" + SECRET + ";more"),
                base64("us:" + SECRET + " and more"),
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(("x" + SECRET).getBytes(StandardCharsets.UTF_8)));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void inEveryForm(String form) {
        redactor.remember(SECRET);
        String middle = form.substring(form.length() / 3, 2 * form.length() / 3);
        assertThat(redactor.redact("before " + form + " after"))
                .startsWith("before ")
                .endsWith(" after")
                .doesNotContain(middle);
    }

    @Test
    void whereACutWentThroughIt() {
        redactor.remember(SECRET);
        for (int cut = 8; cut < SECRET.length(); cut++) {
            String head = SECRET.substring(0, cut);
            String tail = SECRET.substring(SECRET.length() - cut);
            assertThat(redactor.redact("text " + head)).isEqualTo("text ****");
            assertThat(redactor.redact("text " + head + "…; do this")).isEqualTo("text ****…; do this");
            assertThat(redactor.redact(tail + " text")).isEqualTo("**** text");
            assertThat(redactor.redact("in " + head + " between")).isEqualTo("in " + head + " between");
        }
    }

    /** Whatever the form, no more is left than what might be anything. */
    @Test
    void whereACutWentThroughAForm() {
        redactor.remember(SECRET);
        for (String form : forms()) {
            for (int cut = 16; cut < form.length(); cut++) {
                String shown = redactor.redact("text " + form.substring(0, cut) + "\u2026; do this");
                assertThat(shown).startsWith("text ").contains("****").endsWith("\u2026; do this");
                assertThat(shown).hasSizeLessThan("text ****\u2026; do this".length() + 16);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hf_plantedKey",
                "sk-planted-Key",
                "AIzaplantedKey",
                "AQ.planted_Key",
                "gsk_plantedKey",
                "eyJplanted.plantedKey",
                "bearer plantedkeys",
                "basic dXNlcjpwbGFudGVk",
                "https://user:planted"
            })
    void unknownKeysWhereACutWentThroughThem(String text) {
        int from = Math.max(text.indexOf("lanted") - 1, text.indexOf(" dXN") + 1);
        for (int cut = from + 1; cut <= text.length(); cut++) {
            assertThat(redactor.redact("in " + text.substring(0, cut) + "\u2026"))
                    .startsWith("in ")
                    .endsWith("****\u2026")
                    .doesNotContain(text.substring(from, cut) + "\u2026");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "the task is sk-\u2026",
                "a risk-taker\u2026",
                "https://host:8080\u2026",
                "https://host:\u2026",
                "news of the bearer\u2026",
                "plAntedTrees\u2026grow"
            })
    void otherTextsThatAreCutAreKept(String text) {
        redactor.remember("Key+" + SECRET);
        assertThat(redactor.redact(text)).isEqualTo(text);
    }

    @Test
    void ofAStreamOnlyAPieceOfAKeyCame() {
        redactor.remember(SECRET);
        assertThat(redactor.redact(SECRET.substring(8, 20))).isEqualTo("****");
    }

    private static String everything(LlmException error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        return text + " " + error.excerpt() + error.code() + error.partial() + error.attempts();
    }

    private void assertHidden(LlmException error) {
        String all = everything(error);
        for (int from = 0; from + 12 <= KEY.length(); from++) {
            assertThat(all).doesNotContain(KEY.substring(from, from + 12));
        }
    }

    /** Not even a beginning that a reader would know it by. */
    private void assertNothingLeft(LlmException error) {
        assertHidden(error);
        assertThat(error.getMessage() + error.excerpt()).doesNotContain(KEY.substring(0, 4));
    }

    @Test
    void inErrorsThatAreCut() throws Exception {
        use(builder(options -> options)
                .errors(facts -> ErrorTable.of(List.of())
                        .classify(facts.toBuilder().message(facts.body()).build()))
                .build());
        for (int edge : new int[] {MESSAGE, EXCERPT}) {
            for (int before = edge - KEY.length() - 1; before <= edge + 1; before++) {
                twin.enqueue(Reply.text(500, "a".repeat(before - 1) + " " + KEY + " and more ".repeat(20)));
                assertNothingLeft(errorOf(generate()));
            }
        }
    }

    /** In bytes, so that the place of the cut is another one than in ASCII. */
    @Test
    void inStreamsThatAreCut() throws Exception {
        for (int before = EXCERPT - KEY.length() - 1; before <= EXCERPT + 1; before++) {
            String event = "!" + "\u00e4".repeat(before - 8) + " " + KEY + " and more ".repeat(700);
            twin.enqueue(Reply.sse().event(event).build());
            assertNothingLeft(Recorder.all(stream()).error());
        }
    }

    /** A parser's complaint quotes the word it stumbled over, and stack traces print complaints of causes. */
    @Test
    void inCauses() throws Exception {
        BodyDecoder<Object> json = response -> Json.tree(response.body());
        twin.enqueue(Reply.json(200, KEY), Reply.json(200, KEY), Reply.raw("HTTP/1.1 " + KEY + "\r\n\r\n"));
        LlmException unary = errorOf(endpoint.exchange(post("/chat"), exchange(), json));
        assertThat(unary.getCause()).isNotNull();
        assertThat(unary.getCause().getStackTrace()).isNotEmpty();
        assertHidden(unary);
        assertHidden(errorOf(endpoint.get(twin.baseUri(), json)));
        assertHidden(errorOf(generate()));
    }

    @Test
    void inStreamsThatFail() throws Exception {
        for (String event : List.of("!" + KEY, "!" + "a".repeat(EXCERPT - 12) + " " + KEY)) {
            twin.enqueue(Reply.sse().event("fine").event(event).build());
            assertHidden(Recorder.all(stream()).error());
        }
    }
}
