/** JSON of Java types: schema, check, reading, writing. The one place that knows the libraries for it. */
@NullMarked
package dev.llmdriver.client.internal.json;

import org.jspecify.annotations.NullMarked;
