package dev.llmdriver.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingsTest {
    @TempDir
    private Path folder;

    @Test
    void readsLines() throws IOException {
        Path file = write("a.jsonl", """
                {"provider":"gemini","api":"gemini","source":"a#0","fidelity":"parsed","method":"post","path":"/v1/x","query":"alt=sse",\
                "request_body":{"stream":true,"n":1},"streaming":true,"status":429,"response_headers":{"Retry-After":"2"},\
                "response_body":"dat","chunk_sizes":[1,2],"response_streamed":true,"model":"of no concern","complete":false}

                {"method":"GET","path":"/","status":null,"request_text":"plain","response_base64":"/w=="}
                """);
        List<Recording> recordings = Recordings.read(file);
        assertThat(recordings).hasSize(2);
        Recording first = recordings.get(0);
        assertThat(List.of(first.provider(), first.api(), first.source(), first.fidelity()))
                .containsExactly("gemini", "gemini", "a#0", "parsed");
        assertThat(List.of(first.method(), first.path(), first.query())).containsExactly("POST", "/v1/x", "alt=sse");
        assertThat(first.requestBody()).isEqualTo("{\"stream\":true,\"n\":1}");
        assertThat(first.status()).isEqualTo(429);
        assertThat(first.headers()).isEqualTo(Map.of("retry-after", "2"));
        assertThat(first.body()).isEqualTo("dat");
        assertThat(first.chunkSizes()).containsExactly(1, 2);
        assertThat(List.of(first.streaming(), first.streamed(), first.complete()))
                .containsExactly(true, true, false);
        Recording second = recordings.get(1);
        assertThat(second.requestBody()).isEqualTo("plain");
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.bytes()).containsExactly(0xff);
        assertThat(List.of(second.streaming(), second.streamed(), second.complete()))
                .containsExactly(false, false, true);
    }

    @Test
    void readsTheLinesOfAFolderInOrder() throws IOException {
        write("b.jsonl", "{\"source\":\"2\"}");
        write("a.jsonl", "{\"source\":\"1\"}");
        write("c.txt", "not asked for");
        assertThat(Recordings.read(folder)).extracting(Recording::source).containsExactly("1", "2");
    }

    @Test
    void saysWhereALineIsWrong() throws IOException {
        Path file = write("a.jsonl", "{}\n{\"secret\":\n");
        assertThatThrownBy(() -> Recordings.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a.jsonl, line 2: no JSON object")
                .hasMessageNotContaining("secret");
    }

    @Test
    void saysWhichEndingsItKnows() throws IOException {
        Path file = write("a.har", "{}");
        assertThatThrownBy(() -> Recordings.read(file)).hasMessageContaining(".jsonl, .yaml or .yml");
    }

    @Test
    void readsACassetteOfVcrpy() throws IOException {
        Path file = write("a.yaml", """
                interactions:
                - request:
                    body: '{"stream": true}'
                    headers:
                      ? !!python/object/apply:multidict._multidict.istr
                      - Accept
                      : - '*/*'
                    method: POST
                    uri: https://api.example/v1/chat?alt=sse
                  response:
                    body:
                      string: "data: {\\"a\\": \\"\\xE9\\"}\\n\\n"
                    headers:
                      Content-Type:
                      - text/event-stream
                      X-Two:
                      - a
                      - b
                    status:
                      code: 201
                      message: Created
                """);
        Recording recording = Recordings.read(file).get(0);
        assertThat(recording.source()).endsWith("a.yaml#0");
        assertThat(List.of(recording.method(), recording.path(), recording.query()))
                .containsExactly("POST", "/v1/chat", "alt=sse");
        assertThat(recording.requestHeaders()).isEqualTo(Map.of("accept", "*/*"));
        assertThat(recording.headers()).isEqualTo(Map.of("content-type", "text/event-stream", "x-two", "a, b"));
        assertThat(recording.body()).isEqualTo("data: {\"a\": \"é\"}\n\n");
        assertThat(recording.status()).isEqualTo(201);
        assertThat(List.of(recording.streaming(), recording.streamed())).containsExactly(true, true);
    }

    @Test
    void readsBinaryAndCompressedBodies() throws IOException {
        assertThat(body("string: !!binary |\n          " + base64("grüße".getBytes(UTF_8))))
                .isEqualTo("grüße");
        assertThat(body("string: !!binary |\n          " + base64(gzip("grüße"))))
                .isEqualTo("grüße");
        assertThat(body("string: null")).isEmpty();
        assertThatThrownBy(() -> body("string: !!binary |\n          " + base64(new byte[] {0x1f, (byte) 0x8b, 8})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("compressed, but not whole");
    }

    @Test
    void readsABodyThatIsATree() throws IOException {
        Path file = write("a.yml", """
                interactions:
                - request: {method: GET, uri: 'https://api.example'}
                  response:
                    parsed_body: {text: 'yes', date: 2024-01-01, n: 1, f: 0.10, t: true, none: null, list: [a, {b: '1'}]}
                    status: {code: 200}
                """);
        Recording recording = Recordings.read(file).get(0);
        assertThat(recording.path()).isEqualTo("/");
        assertThat(recording.fidelity()).isEqualTo("parsed");
        assertThat(recording.body())
                .isEqualTo("{\"text\":\"yes\",\"date\":\"2024-01-01\",\"n\":1,\"f\":0.10,\"t\":true,\"none\":null,"
                        + "\"list\":[\"a\",{\"b\":\"1\"}]}");
    }

    @Test
    void refusesYamlThatIsNoCassette() throws IOException {
        assertThatThrownBy(() -> Recordings.read(write("a.yaml", "a: 1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing under \"interactions\"");
        assertThatThrownBy(() -> Recordings.read(write("b.yaml", "a: [")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no YAML");
    }

    @Test
    void saysWhatIsMissingWhereThereIsNoYaml() throws Exception {
        Path file = write("a.yaml", "interactions: []");
        try (URLClassLoader without = new WithoutYaml()) {
            Class<?> recordings = without.loadClass(Recordings.class.getName());
            assertThatThrownBy(() -> recordings.getMethod("read", Path.class).invoke(null, file))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("org.yaml:snakeyaml");
        }
    }

    @Test
    void aReplyComesInThePiecesOfTheRecording() throws IOException {
        Recording recording = Recording.builder()
                .header("Content-Type", "text/plain")
                .header("Content-Length", "999")
                .body("abc")
                .chunkSizes(List.of(1, 2))
                .build();
        String wire = onTheWire(recording.reply());
        assertThat(wire)
                .containsIgnoringCase("content-type: text/plain")
                .doesNotContain("999")
                .endsWith("\r\n\r\n1\r\na\r\n2\r\nbc\r\n0\r\n\r\n");
    }

    @Test
    void anIncompleteReplyIsCutOff() throws IOException {
        String wire = onTheWire(
                Recording.builder().body("abc").complete(false).build().reply());
        assertThat(wire).endsWith("\r\n\r\n3\r\nabc\r\n");
    }

    @Test
    void oneSeedCutsAtTheSamePlaces() throws IOException {
        Recording recording =
                Recording.builder().source("s").body("z".repeat(300)).build();
        String one = onTheWire(recording.reply(7));
        assertThat(onTheWire(recording.reply(7))).isEqualTo(one);
        assertThat(onTheWire(recording.reply(8))).isNotEqualTo(one);
        assertThat(one.chars().filter(c -> c == 'z').count()).isEqualTo(300);
    }

    private static String onTheWire(Reply reply) throws IOException {
        try (WireTwin twin = WireTwin.start();
                RawClient client = new RawClient(twin)) {
            twin.enqueue(reply.with(ReplyBuilder::closeAfter));
            return client.get("/").hear(30_000).text();
        }
    }

    private String body(String body) throws IOException {
        Path file = write("b.yaml", """
                interactions:
                - request: {method: GET, uri: 'https://api.example/'}
                  response:
                    body:
                      %s
                    status: {code: 200}
                """.formatted(body));
        return Recordings.read(file).get(0).body();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    /** The testkit, loaded anew where nobody knows SnakeYAML. */
    private static final class WithoutYaml extends URLClassLoader {
        WithoutYaml() {
            super(
                    new URL[] {
                        Recordings.class.getProtectionDomain().getCodeSource().getLocation()
                    },
                    ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            return name.startsWith("dev.llmdriver.")
                    ? super.findClass(name)
                    : RecordingsTest.class.getClassLoader().loadClass(notYaml(name));
        }

        private static String notYaml(String name) throws ClassNotFoundException {
            if (name.startsWith("org.yaml.")) {
                throw new ClassNotFoundException(name);
            }
            return name;
        }
    }
}
