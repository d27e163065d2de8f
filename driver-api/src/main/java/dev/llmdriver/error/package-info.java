/**
 * What can go wrong, with types and data. Everything is an unchecked {@link dev.llmdriver.error.LlmException}; catch the leaf
 * classes you can do something about, and read {@link dev.llmdriver.error.LlmException#advice()} for the rest.
 */
@NullMarked
package dev.llmdriver.error;

import org.jspecify.annotations.NullMarked;
