/** The connection, the script and the arithmetic of windows. */
@NullMarked
package dev.llmdriver.limits.redis.internal;

import org.jspecify.annotations.NullMarked;
