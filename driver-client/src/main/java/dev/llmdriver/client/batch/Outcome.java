package dev.llmdriver.client.batch;

import dev.llmdriver.ChatResponse;
import dev.llmdriver.error.LlmException;
import org.jspecify.annotations.Nullable;

/**
 * How one call ended: with an answer or with a failure.
 *
 * @param number the call's number, from 0, in the order in which calls began
 * @param work what it was made for
 * @param answer the answer, unless it failed
 * @param failure the failure, if it failed
 * @param <T> type of the work
 */
record Outcome<T>(
        long number,
        T work,
        @Nullable ChatResponse answer,
        @Nullable LlmException failure) {}
