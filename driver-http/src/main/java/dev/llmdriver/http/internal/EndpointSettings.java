package dev.llmdriver.http.internal;

import dev.llmdriver.Timeouts;
import dev.llmdriver.http.Credentials;
import dev.llmdriver.http.ErrorClassifier;
import dev.llmdriver.http.Headers;
import dev.llmdriver.spi.DriverOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What a driver told its endpoint's builder. */
public record EndpointSettings(
        DriverOptions options,
        Credentials credentials,
        ErrorClassifier errors,
        Timeouts timeouts,
        Duration deadline,
        Headers headers,
        List<String> requestIdHeaders,
        String absentRemedy,
        Map<String, String> environment) {}
