package dev.llmdriver.http;

import dev.llmdriver.FieldFate;
import java.util.List;

/**
 * A request in the provider's JSON: what a driver's request codec gives. Not for comparing.
 *
 * @param body JSON in UTF-8, not copied, so not to be changed
 * @param fates what became of each field
 */
@SuppressWarnings("ArrayRecordComponent") // made once, handed on once, never compared
public record EncodedRequest(byte[] body, List<FieldFate> fates) {
    /** Keeps the fates as they are now. */
    public EncodedRequest {
        fates = List.copyOf(fates);
    }
}
