package dev.llmdriver.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HuggingFaceErrorsTest {
    private final WireTwin twin = WireTwin.start();
    private final TwinClient client = new TwinClient(twin);

    @AfterEach
    void close() {
        twin.close();
    }

    @Test
    void sendsTheBodiesThatTheServersSend() throws Exception {
        assertSent(
                HuggingFaceErrors.notChatModel("org/m"),
                400,
                "{\"error\":{\"message\":\"The requested model 'org/m' is not a chat model.\","
                        + "\"type\":\"invalid_request_error\",\"param\":\"model\",\"code\":\"model_not_supported\"}}");
        assertSent(HuggingFaceErrors.paused(), 400, "{\"error\":\"Bad Request: Invalid state\"}");
        assertSent(HuggingFaceErrors.unauthorizedWithoutBody(), 401, "");
        assertSent(HuggingFaceErrors.notFound(), 404, "Not Found");
        assertSent(
                HuggingFaceErrors.templateMissing(),
                422,
                "{\"error\":\"Template error: template not found\",\"error_type\":\"template_error\"}");
        assertSent(
                HuggingFaceErrors.overloaded(),
                429,
                "{\"error\":\"Model is overloaded\",\"error_type\":\"overloaded\"}");
        assertSent(
                HuggingFaceErrors.loading("org/m", 20),
                503,
                "{\"error\":\"Model org/m is currently loading\",\"estimated_time\":20.0}");
        assertSent(HuggingFaceErrors.list(422, "a", "b"), 422, "{\"error\":[\"a\",\"b\"]}");
        assertSent(
                HuggingFaceErrors.llamaCppLoading(),
                503,
                "{\"error\":{\"code\":503,\"message\":\"Loading model\",\"type\":\"unavailable_error\"}}");
    }

    @Test
    void sendsTheHeadersThatTellMore() throws Exception {
        assertThat(sent(HuggingFaceErrors.gated("org/m")).headers().firstValue("X-Error-Code"))
                .contains("GatedRepo");
        assertThat(sent(HuggingFaceErrors.rateLimitedAddress()).headers().firstValue("RateLimit"))
                .contains("\"api\";r=0;t=295");
        assertThat(sent(HuggingFaceErrors.rateLimited()).headers().firstValue("Retry-After"))
                .isEmpty();
        assertThat(sent(HuggingFaceErrors.badGateway()).headers().firstValue("content-type"))
                .contains("text/html");
    }

    @Test
    void noTwoErrorsAreTheSame() throws Exception {
        List<String> all = new ArrayList<>();
        for (Reply error : Factories.all(HuggingFaceErrors.class)) {
            HttpResponse<String> response = sent(error);
            all.add(response.statusCode() + " " + response.body());
        }
        assertThat(all).hasSizeGreaterThan(40).doesNotHaveDuplicates();
    }

    private void assertSent(Reply reply, int status, String body) throws Exception {
        HttpResponse<String> response = sent(reply);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).isEqualTo(body);
    }

    private HttpResponse<String> sent(Reply reply) throws Exception {
        twin.enqueue(reply);
        return client.post("/", "");
    }
}
