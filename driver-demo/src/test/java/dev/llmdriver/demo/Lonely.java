package dev.llmdriver.demo;

import dev.llmdriver.LlmDrivers;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.spi.DriverOptions;
import java.util.concurrent.Callable;

/** Asks the demo. */
public final class Lonely implements Callable<String> {
    /** Creates it, for whoever loads this class by itself. */
    public Lonely() {}

    @Override
    public String call() {
        DriverOptions options = DriverOptions.builder("demo").build();
        try (LlmProvider demo = LlmDrivers.of(new DemoDriver()).open("demo", options)) {
            return demo.chatModel("assistant")
                    .generate("Hello")
                    .finishReason()
                    .kind()
                    .toString();
        }
    }
}
