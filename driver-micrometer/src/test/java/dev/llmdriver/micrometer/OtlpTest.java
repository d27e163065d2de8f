package dev.llmdriver.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatModel;
import dev.llmdriver.testkit.ScriptedAnswer;
import dev.llmdriver.testkit.ScriptedChatModel;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is exported by OTLP, read from the very bytes; nothing is sent. */
class OtlpTest {
    private static final Double[] SECONDS = {
        0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92
    };
    private static final Double[] TOKENS = {
        1.0,
        4.0,
        16.0,
        64.0,
        256.0,
        1024.0,
        4096.0,
        16384.0,
        65536.0,
        262144.0,
        1048576.0,
        4194304.0,
        16777216.0,
        67108864.0
    };

    private final List<byte[]> sent = new ArrayList<>();
    private final OtlpMeterRegistry registry = OtlpMeterRegistry.builder(new InSeconds())
            .clock(new MockClock())
            .metricsSender(request -> sent.add(request.getMetricsData()))
            .build();

    /** As an application has to configure it. */
    private static final class InSeconds implements OtlpConfig {
        @Override
        public String get(String key) {
            return null;
        }

        @Override
        public TimeUnit baseTimeUnit() {
            return TimeUnit.SECONDS;
        }
    }

    private Map<String, Metric> export(GenAiSemconv text) throws Exception {
        registry.config().meterFilter(LlmMetrics.forOtlp());
        Bench bench = new Bench(LlmMetrics.builder(registry).semconv(text).build());
        ScriptedChatModel script = bench.scripted("gemini:gemini-2.5-flash");
        ChatModel model = bench.chain(script);
        script.enqueue(ScriptedAnswer.builder()
                .delay(Duration.ofMillis(300))
                .text("One", " two")
                .usage(12, 5)
                .build());
        bench.drain(model);
        registry.close();
        Map<String, Metric> metrics = new HashMap<>();
        ExportMetricsServiceRequest.parseFrom(sent.get(sent.size() - 1))
                .getResourceMetrics(0)
                .getScopeMetricsList()
                .forEach(scope -> scope.getMetricsList().forEach(metric -> metrics.put(metric.getName(), metric)));
        return metrics;
    }

    @Test
    void unitsAndBoundariesAreThoseOfTheConventions() throws Exception {
        Map<String, Metric> metrics = export(GenAiSemconv.V1_41);
        for (String name : List.of(
                "gen_ai.client.operation.duration",
                "gen_ai.client.operation.time_to_first_chunk",
                "gen_ai.client.operation.time_per_output_chunk",
                "llmdriver.attempt.duration")) {
            assertThat(metrics.get(name).getUnit()).as(name).isEqualTo("s");
            assertThat(boundaries(metrics.get(name))).as(name).containsExactly(SECONDS);
        }
        Metric tokens = metrics.get("gen_ai.client.token.usage");
        assertThat(tokens.getUnit()).isEqualTo("{token}");
        assertThat(boundaries(tokens)).containsExactly(TOKENS);
        assertThat(point(metrics.get("gen_ai.client.operation.duration")).getSum())
                .isEqualTo(0.3);
    }

    @Test
    void theNewerTextCountsTokensByKind() throws Exception {
        Map<String, Metric> metrics = export(GenAiSemconv.NEXT);
        assertThat(metrics).doesNotContainKey("gen_ai.client.token.usage");
        for (String name : List.of("input_tokens", "output_tokens")) {
            Metric counter = metrics.get("gen_ai.client.inference.usage." + name);
            assertThat(counter.getUnit()).isEqualTo("{token}");
            Metric histogram = metrics.get("gen_ai.client.inference.operation." + name);
            assertThat(histogram.getUnit()).isEqualTo("{token}");
            assertThat(boundaries(histogram)).containsExactly(TOKENS);
        }
        assertThat(metrics.get("gen_ai.client.inference.duration").getUnit()).isEqualTo("s");
    }

    @Test
    void whatIsAbsentIsLeftOut() throws Exception {
        List<String> keys =
                point(export(GenAiSemconv.V1_41).get("gen_ai.client.operation.duration")).getAttributesList().stream()
                        .map(KeyValue::getKey)
                        .toList();
        assertThat(keys)
                .containsExactlyInAnyOrder(
                        "gen_ai.operation.name",
                        "gen_ai.provider.name",
                        "gen_ai.request.model",
                        "gen_ai.response.model",
                        "server.address",
                        "server.port");
    }

    private static HistogramDataPoint point(Metric metric) {
        return metric.getHistogram().getDataPoints(0);
    }

    private static List<Double> boundaries(Metric metric) {
        return point(metric).getExplicitBoundsList();
    }
}
