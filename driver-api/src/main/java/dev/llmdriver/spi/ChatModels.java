package dev.llmdriver.spi;

import dev.llmdriver.ChatModel;
import dev.llmdriver.EmbeddingModel;
import dev.llmdriver.internal.EngineChatModel;
import dev.llmdriver.internal.EngineEmbeddingModel;

/** Puts the user's faces on engines. */
public final class ChatModels {
    private ChatModels() {}

    /**
     * Puts a face on a chat engine.
     *
     * @param engine a driver's or a decorator's
     * @param facts what is known of the model
     * @param settings how calls run
     * @return the face; {@code unwrap(ChatEngine.class)} gives the engine back, {@code unwrap(ModelFacts.class)} the facts
     */
    public static ChatModel of(ChatEngine engine, ModelFacts facts, CallSettings settings) {
        return new EngineChatModel(engine, facts, settings);
    }

    /**
     * Puts a face on an embedding engine.
     *
     * @param engine a driver's or a decorator's
     * @param settings how calls run
     * @return the face
     */
    public static EmbeddingModel of(EmbeddingEngine engine, CallSettings settings) {
        return new EngineEmbeddingModel(engine, settings);
    }
}
