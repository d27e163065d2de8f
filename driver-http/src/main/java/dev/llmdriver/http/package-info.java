/**
 * What drivers of HTTP providers share. A driver builds one {@link dev.llmdriver.http.ProviderEndpoint} per configured provider and
 * hands it a {@link dev.llmdriver.http.WireRequest} with a {@link dev.llmdriver.http.BodyDecoder} or a
 * {@link dev.llmdriver.http.StreamDecoder}; the endpoint does the rest: connections, TLS, proxy, credentials, time, demand, cancelling,
 * attempts, errors, redaction.
 *
 * <p>This package is for authors of drivers, third parties among them, and is kept stable as the contract is: within a major version
 * nothing is removed or changes its meaning.
 */
@NullMarked
package dev.llmdriver.http;

import org.jspecify.annotations.NullMarked;
