package dev.llmdriver.cli.internal;

import dev.llmdriver.ChatModel;
import dev.llmdriver.EmbeddingModel;
import dev.llmdriver.LlmProvider;
import dev.llmdriver.ModelRef;
import dev.llmdriver.spi.DriverOptions;

/** The one place where the commands meet the configured library. */
final class Session implements AutoCloseable {
    private final LlmProvider provider;
    private final String model;

    private Session(LlmProvider provider, String model) {
        this.provider = provider;
        this.model = model;
    }

    static Session open(Context context, Target target, Settings settings) {
        ModelRef ref = ModelRef.parse(target.model == null ? "demo:assistant" : target.model);
        DriverOptions.Builder options = DriverOptions.builder(ref.provider());
        Pairs.read("-P", target.options)
                .forEach((key, values) -> options.set(key, values.get(values.size() - 1), "-P"));
        return new Session(context.drivers().get().open(options.build()), ref.model());
    }

    ChatModel chatModel() {
        return provider.chatModel(model);
    }

    EmbeddingModel embeddingModel() {
        return provider.embeddingModel(model);
    }

    LlmProvider provider() {
        return provider;
    }

    @Override
    public void close() {
        provider.close();
    }
}
