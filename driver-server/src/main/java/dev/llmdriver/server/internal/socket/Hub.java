package dev.llmdriver.server.internal.socket;

import dev.llmdriver.server.internal.auth.Callers;
import dev.llmdriver.server.internal.chats.ChatStore;
import dev.llmdriver.server.internal.http.Traffic;
import dev.llmdriver.server.internal.openai.Models;
import dev.llmdriver.spi.Scheduler;
import java.util.concurrent.Executor;

/**
 * What all sockets share.
 *
 * @param models who can be asked
 * @param places the same, and whom people name themselves
 * @param store where conversations are kept
 * @param maxHistory how many turns of a conversation a model is told
 * @param callers who may ask, where tokens say so
 * @param traffic what is under way
 * @param workers threads for what may take a while
 * @param scheduler the clock
 * @param local whether only people at this machine reach the server, who may know of its configuration
 * @param ownPlaces whether people may name places of their own
 */
public record Hub(
        Models models,
        Places places,
        ChatStore store,
        int maxHistory,
        Callers callers,
        Traffic traffic,
        Executor workers,
        Scheduler scheduler,
        boolean local,
        boolean ownPlaces) {}
