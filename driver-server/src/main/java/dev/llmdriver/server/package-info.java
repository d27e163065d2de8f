/** A gateway that speaks OpenAI's protocol: {@link dev.llmdriver.server.LlmServer} is all there is to start. */
@NullMarked
package dev.llmdriver.server;

import org.jspecify.annotations.NullMarked;
