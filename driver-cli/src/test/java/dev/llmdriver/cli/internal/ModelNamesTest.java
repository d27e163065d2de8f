package dev.llmdriver.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.testkit.RecordedRequest;
import dev.llmdriver.testkit.Reply;
import dev.llmdriver.testkit.WireTwin;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever may name a model may not by that name another address, header or request. */
@Timeout(60)
class ModelNamesTest {
    private static final List<String> HOSTILE = List.of(
            "../../v1/files",
            "a/../../b",
            "a/./b",
            "..",
            "a?key=b",
            "a#b",
            "a&b=c",
            "a%2f..%2fb",
            "a%0d%0aX-B:c",
            "a\r\nX-B: c",
            "a\nb",
            "a\0b",
            "a b",
            "a\\..\\b",
            "\u2025/\uff0e\uff0e/b",
            "http://127.0.0.1/b",
            "//127.0.0.1/b",
            "@127.0.0.1/b");

    @TempDir
    private Path folder;

    private final WireTwin twin = WireTwin.start();

    @AfterEach
    void close() {
        twin.close();
    }

    private List<RecordedRequest> asked(String provider, String... options) {
        twin.on(any -> true, any -> Reply.json(404, "{}"));
        for (String model : HOSTILE) {
            Cli cli = new Cli(folder).withInstalledDrivers();
            String[] args = {
                "chat",
                "-m",
                provider + ":" + model,
                "-P",
                "api-key=planted",
                "-P",
                "base-url=" + twin.baseUri(),
                "-P",
                options[0],
                "-o",
                "max-attempts=1",
                "--no-stream",
                "Hi"
            };
            assertThat(cli.run(args)).as(model).isIn(2, 4);
        }
        return twin.requests();
    }

    private static void assertBelow(String path, List<RecordedRequest> requests) {
        assertThat(requests).isNotEmpty().allSatisfy(request -> {
            assertThat(request.path())
                    .startsWith(path)
                    .doesNotContain("/../", "\\")
                    .matches("[!-~]+");
            assertThat(request.query()).isEmpty();
            assertThat(request.headers()).doesNotContainKey("x-b");
        });
    }

    @Test
    void gemini() {
        assertBelow("/v1beta/models/", asked("gemini", "api-version=v1beta"));
    }

    @Test
    void huggingFaceWhereTheNameIsInThePath() {
        assertBelow("/hf-inference/models/", asked("huggingface", "endpoint=hf-inference"));
    }
}
