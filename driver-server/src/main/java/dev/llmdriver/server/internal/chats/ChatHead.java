package dev.llmdriver.server.internal.chats;

import java.time.Instant;

/**
 * A conversation, as a list shows it.
 *
 * @param id its id, which is unique among its owner's
 * @param title the beginning of what was asked first
 * @param last when something was last said
 */
public record ChatHead(String id, String title, Instant last) {}
