/** Metrics and spans of calls, by the OpenTelemetry conventions for generative AI, through Micrometer. */
module dev.llmdriver.micrometer {
    requires transitive dev.llmdriver;
    requires transitive micrometer.core;
    requires transitive micrometer.observation;
    requires com.fasterxml.jackson.core;
    requires static org.jspecify;

    exports dev.llmdriver.micrometer;
}
