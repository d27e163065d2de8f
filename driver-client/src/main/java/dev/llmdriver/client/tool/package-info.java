/**
 * Functions of the application that a model may ask for. A {@link dev.llmdriver.client.tool.Toolbox} holds typed functions, their
 * schemas made from Java types; a {@link dev.llmdriver.client.tool.ToolLoop} lets a model use them until it has an answer.
 */
@NullMarked
package dev.llmdriver.client.tool;

import org.jspecify.annotations.NullMarked;
