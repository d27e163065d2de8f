package dev.llmdriver.testkit.shape;

import dev.llmdriver.testkit.Recording;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answer as it was heard.
 *
 * @param from whom
 * @param exact whether the bytes are the service's own; if not, only names and types of fields tell anything
 * @param headers by their names in lower case; none if nobody kept them
 */
record Heard(String from, boolean exact, Map<String, String> headers, Layout layout) {
    /** This recorder sorts the fields of bodies that are no stream, although it keeps the bytes of streams. */
    private static final String SORTS = "0xPlaygrounds/rig";

    static Heard real(Recording recording) {
        boolean sorted = recording.source().startsWith(SORTS) && !recording.streamed();
        return new Heard(
                recording.source(),
                recording.fidelity().equals("wire") && !sorted,
                recording.headers(),
                Layout.of(recording.body()));
    }

    static Heard twin(HttpResponse<String> response) {
        Map<String, String> headers = new TreeMap<>();
        response.headers().map().forEach((name, values) -> headers.put(name, String.join(", ", values)));
        return new Heard("twin", true, headers, Layout.of(response.body()));
    }

    /** {@return whether all headers were kept, and not only the content type} */
    boolean hasAllHeaders() {
        return headers.containsKey("date") || headers.containsKey("server") || from.equals("twin");
    }
}
