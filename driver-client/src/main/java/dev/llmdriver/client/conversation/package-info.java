/**
 * Talks of many turns: {@link dev.llmdriver.client.conversation.Conversation} keeps what was said,
 * {@link dev.llmdriver.client.conversation.Memory} how much of it the model is told again.
 */
@NullMarked
package dev.llmdriver.client.conversation;

import org.jspecify.annotations.NullMarked;
