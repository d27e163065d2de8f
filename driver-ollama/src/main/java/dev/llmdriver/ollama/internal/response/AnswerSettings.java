package dev.llmdriver.ollama.internal.response;

import dev.llmdriver.ModelRef;
import dev.llmdriver.http.ErrorClassifier;

/**
 * What reading one answer depends on.
 *
 * @param ref who was asked
 * @param errors turns errors inside an answer of status 200 into types
 * @param keepRaw whether the answer shall carry the provider's JSON
 * @param window looks for a prompt that was cut silently
 */
public record AnswerSettings(ModelRef ref, ErrorClassifier errors, boolean keepRaw, WindowCheck window) {}
