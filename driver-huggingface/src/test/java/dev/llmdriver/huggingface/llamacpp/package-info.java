/** Tests against a real llama-server, run where one can be had: see {@code docs/huggingface.md}. */
package dev.llmdriver.huggingface.llamacpp;
