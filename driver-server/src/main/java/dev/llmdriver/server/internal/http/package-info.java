/** What all routes share: limits of time and size, event streams, refusals. */
@NullMarked
package dev.llmdriver.server.internal.http;

import org.jspecify.annotations.NullMarked;
