/**
 * What drivers of HTTP providers share. A driver builds one {@link dev.llmdriver.http.ProviderEndpoint} per configured provider and
 * hands it a {@link dev.llmdriver.http.WireRequest} with a {@link dev.llmdriver.http.BodyDecoder} or a
 * {@link dev.llmdriver.http.StreamDecoder}; the endpoint does the rest: connections, TLS, proxy, credentials, time, demand, cancelling,
 * attempts, errors, redaction.
 *
 * <p>For chat a driver extends {@link dev.llmdriver.http.HttpChatEngine}; for embeddings it hands {@link
 * dev.llmdriver.http.EmbeddingBatches} a way to send one part. Requests are written with {@link dev.llmdriver.http.Json}, {@link
 * dev.llmdriver.http.JsonText} and {@link dev.llmdriver.http.ExtraFields}, and each field's fate is noted in {@link
 * dev.llmdriver.http.Fates}; answers are read by {@link dev.llmdriver.http.SseDecoder} or {@link dev.llmdriver.http.NdjsonDecoder}, whole
 * ones by the same code through {@link dev.llmdriver.http.AnswerCollector}. {@code docs/writing-a-driver.md} grows a driver step by
 * step.
 *
 * <p>This package is exported API for authors of drivers, third parties among them, and stable within a major version, as the contract
 * is: nothing is removed and nothing changes its meaning; what is added comes with a default, so that a driver built against an older
 * minor version keeps running. What is in {@code dev.llmdriver.http.internal} is nobody's to use.
 */
@NullMarked
package dev.llmdriver.http;

import org.jspecify.annotations.NullMarked;
