package dev.llmdriver.examples.dataanalyst;

import java.util.List;

/**
 * What a query gave.
 *
 * @param columns the names
 * @param rows numbers, truth values, texts and nulls, in the order of the columns
 * @param truncated whether there were more rows
 */
record Table(List<String> columns, List<List<Object>> rows, boolean truncated) {}
