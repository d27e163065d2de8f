package dev.llmdriver.cli.internal;

import dev.llmdriver.ChatModel;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Whom the lines of a batch ask. Not thread-safe. */
final class BatchModels {
    private final ChatModel standard;
    private final boolean chosen;
    private final Function<String, ChatModel> client;
    private final Map<String, ChatModel> models = new HashMap<>();

    /**
     * Remembers models by their names.
     *
     * @param standard who answers lines that name nobody
     * @param chosen whether the command line names the standard one
     * @param client finds the others
     */
    BatchModels(ChatModel standard, boolean chosen, Function<String, ChatModel> client) {
        this.standard = standard;
        this.chosen = chosen;
        this.client = client;
    }

    ChatModel standard() {
        return standard;
    }

    ChatModel named(String refOrName) {
        return models.computeIfAbsent(refOrName, client);
    }

    /** {@return who answers a line that was written for another service, whose models' names may mean nothing here} */
    ChatModel foreign(String name) {
        return chosen ? standard : named(name);
    }
}
