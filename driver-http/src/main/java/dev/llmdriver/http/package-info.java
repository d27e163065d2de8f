/** What drivers of HTTP providers share. */
@NullMarked
package dev.llmdriver.http;

import org.jspecify.annotations.NullMarked;
