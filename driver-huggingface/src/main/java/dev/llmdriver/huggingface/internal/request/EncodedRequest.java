package dev.llmdriver.huggingface.internal.request;

import dev.llmdriver.FieldFate;
import java.util.List;

/**
 * A request ready to be sent.
 *
 * @param body JSON in UTF-8, not to be changed
 * @param fates what became of each field
 */
@SuppressWarnings("ArrayRecordComponent") // made once, handed on once, never compared
public record EncodedRequest(byte[] body, List<FieldFate> fates) {}
