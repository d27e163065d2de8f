/** Many calls at once against servers that fail in every way, judged one by one, and a look for what they left behind. */
package dev.llmdriver.soak;
