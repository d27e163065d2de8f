/** Where requests go: kinds of endpoints, addresses, names of models. */
@NullMarked
package dev.llmdriver.huggingface.internal.endpoint;

import org.jspecify.annotations.NullMarked;
