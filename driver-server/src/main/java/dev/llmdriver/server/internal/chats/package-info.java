/** Conversations, kept for those who had them. */
@NullMarked
package dev.llmdriver.server.internal.chats;

import org.jspecify.annotations.NullMarked;
