package dev.llmdriver.gemini.internal.response;

import dev.llmdriver.ModelRef;
import dev.llmdriver.http.ErrorClassifier;

/**
 * How the answers to one request are read.
 *
 * @param ref who was asked
 * @param errors turns errors inside an answer into types
 * @param keepRaw whether the provider's JSON is kept
 */
public record AnswerSettings(ModelRef ref, ErrorClassifier errors, boolean keepRaw) {}
