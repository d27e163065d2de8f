package com.acme.llm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.llmdriver.*;
import dev.llmdriver.http.*;
import dev.llmdriver.spi.ChatEngine;
import dev.llmdriver.spi.DriverOptions;
import java.util.List;

/** A configured connection to Acme. */
final class AcmeProvider extends HttpProvider {
    AcmeProvider(DriverOptions options) {
        super(options, options.get(AcmeDriver.BASE_URL).orElseThrow(), "/v1/models", endpoint(options));
    }

    private static ProviderEndpoint endpoint(DriverOptions options) {
        Secret key = options.get(AcmeDriver.API_KEY).orElseThrow();
        ProviderEndpoint.Builder http = ProviderEndpoint.builder(options).errors(AcmeErrors::classify);
        return http.credentials(Credentials.header("X-Acme-Key", key)).build();
    }

    @Override
    protected ChatEngine engine(ModelRef ref) {
        return new AcmeEngine(this, ref);
    }

    @Override
    protected Capabilities capabilities(String model) {
        return Capabilities.unknown()
                .with(Support.NO, Capability.values())
                .with(Support.YES, Capability.STREAMING, Capability.SYSTEM_MESSAGES, Capability.TOOLS);
    }

    @Override
    protected List<ModelInfo> models(JsonNode answer) {
        return answer.findValuesAsText("name").stream().map(this::model).toList();
    }
}
