/** The conformance kit over this driver. */
@NullMarked
package dev.llmdriver.ollama.tck;

import org.jspecify.annotations.NullMarked;
