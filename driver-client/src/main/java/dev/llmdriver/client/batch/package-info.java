/**
 * Many requests over one model: {@link dev.llmdriver.client.batch.Batch} for requests in the process, and
 * {@link dev.llmdriver.client.batch.BatchFile} for files of lines that survive the end of the process.
 */
@NullMarked
package dev.llmdriver.client.batch;

import org.jspecify.annotations.NullMarked;
