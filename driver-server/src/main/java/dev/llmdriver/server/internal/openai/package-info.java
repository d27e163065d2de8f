/** OpenAI's protocol: reading its requests, writing its answers. */
@NullMarked
package dev.llmdriver.server.internal.openai;

import org.jspecify.annotations.NullMarked;
