/** How a chat request is written for each backend. */
@NullMarked
package dev.llmdriver.huggingface.internal.request;

import org.jspecify.annotations.NullMarked;
