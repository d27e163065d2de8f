/** The plain form {"inputs": ...} of custom handlers and of the tasks' API. */
@NullMarked
package dev.llmdriver.huggingface.internal.inputs;

import org.jspecify.annotations.NullMarked;
