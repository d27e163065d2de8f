/** Conversations that the server keeps: {@code POST /api/ai/{driver}/{publisher}/{model}/chat}. */
@NullMarked
package dev.llmdriver.server.internal.api;

import org.jspecify.annotations.NullMarked;
