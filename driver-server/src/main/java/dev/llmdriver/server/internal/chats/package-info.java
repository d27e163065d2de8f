/** Conversations, kept for those who had them. */
@org.jspecify.annotations.NullMarked
package dev.llmdriver.server.internal.chats;
