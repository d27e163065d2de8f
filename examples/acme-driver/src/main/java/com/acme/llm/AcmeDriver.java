package com.acme.llm;

import dev.llmdriver.LlmProvider;
import dev.llmdriver.Secret;
import dev.llmdriver.http.HttpOptions;
import dev.llmdriver.spi.*;
import java.net.URI;
import java.util.Set;

/** The driver {@code acme}. */
public final class AcmeDriver implements LlmDriver {
    static final Option<Secret> API_KEY = CommonOptions.API_KEY.withEnvironment("ACME_API_KEY");
    static final Option<URI> BASE_URL = CommonOptions.BASE_URL.withDefault(URI.create("https://api.acme.example"));

    @Override
    public String id() {
        return "acme";
    }

    @Override
    public Set<Option<?>> options() {
        return HttpOptions.with(API_KEY, BASE_URL);
    }

    @Override
    public LlmProvider connect(DriverOptions options) {
        HttpOptions.check(options, options(), API_KEY);
        return new AcmeProvider(options);
    }
}
