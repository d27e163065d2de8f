/**
 * Answers as values of Java types, checked and if need be repaired by the model: {@link dev.llmdriver.client.output.TypedOutput} asks,
 * {@link dev.llmdriver.client.output.Output} is the verdict.
 */
@NullMarked
package dev.llmdriver.client.output;

import org.jspecify.annotations.NullMarked;
