package com.acme.llm;

import dev.llmdriver.LlmDrivers;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.Secret;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.spi.CommonOptions;
import dev.llmdriver.spi.DriverOptions;
import java.net.URI;
import java.util.concurrent.Callable;

/** Asks where nobody listens, and tells how that ended. */
public final class Lonely implements Callable<String> {
    /** Creates it, for whoever loads this class by itself. */
    public Lonely() {}

    @Override
    public String call() {
        DriverOptions options = DriverOptions.builder("acme")
                .set(CommonOptions.BASE_URL, URI.create("http://127.0.0.1:1"))
                .set(CommonOptions.API_KEY, Secret.of("key"))
                .build();
        try (LlmProvider acme = LlmDrivers.load().open("acme", options)) {
            return acme.chatModel("roadrunner-1").generate("Beep?").text();
        } catch (LlmException error) {
            return error.kind().toString();
        }
    }
}
