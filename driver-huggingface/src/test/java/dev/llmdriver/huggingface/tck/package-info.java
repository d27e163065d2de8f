/** The conformance kit over this driver. */
@NullMarked
package dev.llmdriver.huggingface.tck;

import org.jspecify.annotations.NullMarked;
