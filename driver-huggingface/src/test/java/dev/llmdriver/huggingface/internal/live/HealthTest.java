package dev.llmdriver.huggingface.internal.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.Health;
import dev.llmdriver.Health.Status;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.huggingface.internal.live.TinyServer.Asked;
import dev.llmdriver.huggingface.internal.live.TinyServer.Reply;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whether an endpoint can be used, asked without a paid call. */
class HealthTest {
    private final TinyServer server = TinyServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aRouterOfOnesOwn_isUpWhenItListsModels() {
        server.at("/v1/models", Reply.json(200, "{\"data\":[]}"));
        assertThat(health("endpoint", "router").status()).isEqualTo(Status.UP);
        assertThat(server.asked()).extracting(Asked::path).containsExactly("/v1/models");
    }

    @Test
    void aLoginPage_isNotHealth() {
        String page = "<html><body>Please sign in</body></html>";
        for (String path : new String[] {"/v1/models", "/health"}) {
            server.at(path, Reply.text(200, page));
        }
        for (String endpoint : new String[] {"router", "dedicated"}) {
            Health health = health("endpoint", endpoint);
            assertThat(health.status()).as(endpoint).isEqualTo(Status.DOWN);
            assertThat(health.detail()).contains("login page");
            assertThat(health.remedy()).contains("base-url");
        }
    }

    @Test
    void anotherAnswerThanAListOfModels_isNotHealth() {
        server.at("/v1/models", Reply.json(200, "{\"error\":\"who are you?\"}"));
        assertThat(health("endpoint", "router").status()).isEqualTo(Status.DOWN);
    }

    @Test
    void anEngine_isAskedForItsHealth() {
        server.at("/health", Reply.text(200, ""));
        assertThat(health().status()).isEqualTo(Status.UP);
    }

    @Test
    void anEngineWithoutHealth_isAskedForMore() {
        server.at("/info", Reply.json(200, "{}"));
        assertThat(health().status()).isEqualTo(Status.UP);
        assertThat(server.asked()).extracting(Asked::path).containsExactly("/health", "/v1/models", "/info");
    }

    @Test
    void aCustomHandler_mayNotTell() {
        assertThat(health().status()).isEqualTo(Status.UNKNOWN);
    }

    @Test
    void loading_isStarting() {
        server.at(
                "/health",
                Reply.json(
                        503,
                        "{\"error\":{\"code\":503,\"message\":\"Loading model\",\"type\":\"unavailable_error\"}}"));
        assertThat(health().status()).isEqualTo(Status.STARTING);
        server.at("/health", Reply.json(503, "{\"error\":\"unhealthy\",\"error_type\":\"healthcheck\"}"));
        assertThat(health("endpoint", "dedicated").status()).isEqualTo(Status.STARTING);
    }

    @Test
    void anErrorOfStatus200_isNotHealth() {
        server.at(
                "/health", Reply.json(200, "{\"error\":\"Model org/m is currently loading\",\"estimated_time\":20.0}"));
        assertThat(health("endpoint", "dedicated").status()).isEqualTo(Status.STARTING);
        server.at(
                "/health",
                Reply.json(200, " {\"error\":{\"message\":\"Invalid API Key\",\"type\":\"authentication_error\"}}"));
        Health refused = health("endpoint", "dedicated");
        assertThat(refused.status()).isEqualTo(Status.DOWN);
        assertThat(refused.remedy()).contains("HF_TOKEN");
        for (String fine : new String[] {"{\"status\":\"ok\"}", "{\"error\":null}", "OK", "{"}) {
            server.at("/health", Reply.json(200, fine));
            assertThat(health("endpoint", "dedicated").status()).as(fine).isEqualTo(Status.UP);
        }
    }

    @Test
    void paused_isDownAndSaysHowToResume() {
        server.at("/health", Reply.json(400, "{\"error\":\"Bad Request: Invalid state\"}"));
        Health health = health("endpoint", "dedicated");
        assertThat(health.status()).isEqualTo(Status.DOWN);
        assertThat(health.remedy()).contains("resume");
    }

    @Test
    void aWrongToken_isDownAndSaysWhereToCheck() {
        server.at("/health", Reply.text(401, ""));
        assertThat(health().status()).isEqualTo(Status.DOWN);
        assertThat(health().remedy()).contains("HF_TOKEN");
    }

    @Test
    void nobodyThere_isDown() {
        URI gone = server.uri();
        server.close();
        try (LlmProvider provider = Providers.open(gone)) {
            assertThat(provider.health().join().status()).isEqualTo(Status.DOWN);
            assertThat(provider.health().join().remedy()).contains("base-url");
        }
    }

    private Health health(String... options) {
        try (LlmProvider provider = Providers.open(server.uri(), options)) {
            return provider.health().join();
        }
    }
}
