package dev.llmdriver.server.internal.socket;

import dev.llmdriver.server.internal.auth.Callers;
import dev.llmdriver.server.internal.chats.Conversations;
import dev.llmdriver.server.internal.http.Room;
import dev.llmdriver.server.internal.http.Traffic;
import dev.llmdriver.server.internal.openai.Models;
import dev.llmdriver.spi.Scheduler;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * What all sockets share.
 *
 * @param models who can be asked
 * @param places the same, and whom people name themselves
 * @param conversations what was said, and is being said
 * @param callers who may ask, where tokens say so
 * @param traffic what is under way
 * @param room for what pages say
 * @param readTime how long a page may take to say it
 * @param workers threads for what may take a while
 * @param scheduler the clock
 * @param local whether only people at this machine reach the server, who may know of its configuration
 */
public record Hub(
        Models models,
        Places places,
        Conversations conversations,
        Callers callers,
        Traffic traffic,
        Room room,
        Duration readTime,
        Executor workers,
        Scheduler scheduler,
        boolean local) {}
