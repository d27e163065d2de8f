package dev.llmdriver.http;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.FieldFate;
import dev.llmdriver.FieldFate.Fate;
import dev.llmdriver.Media;
import dev.llmdriver.Part;
import dev.llmdriver.Warning;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.Phase;
import dev.llmdriver.http.internal.RequestFields;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Collects what becomes of each field of a request while a driver writes it. Fields are named as in {@link dev.llmdriver.ChatRequest},
 * such as {@code topP}; the same entry is noted once. Not thread-safe.
 */
public final class Fates {
    private final List<FieldFate> fates = new ArrayList<>();

    /** Starts without a field. */
    public Fates() {}

    /** Notes a field that is sent as it is. */
    public void sent(String field) {
        add(field, Fate.SENT, "");
    }

    /**
     * Notes fields that are sent as they are, as far as the request sets them.
     *
     * @param request what is asked
     * @param fields names of accessors of {@link ChatRequest}, such as {@code topP}
     */
    public void sent(ChatRequest request, String... fields) {
        List<String> set = RequestFields.set(request);
        Stream.of(fields).filter(set::contains).forEach(this::sent);
    }

    /** Notes a field that is sent in another place or form. */
    public void renamed(String field, String detail) {
        add(field, Fate.RENAMED, detail);
    }

    /** Notes a field that is sent with the nearest value. */
    public void clamped(String field, String detail) {
        add(field, Fate.CLAMPED, detail);
    }

    /** Notes a field that is brought about by other means. */
    public void emulated(String field, String detail) {
        add(field, Fate.EMULATED, detail);
    }

    /** Notes a field that is not sent. */
    public void dropped(String field, String detail) {
        add(field, Fate.DROPPED, detail);
    }

    /**
     * Takes back that a field is sent, if that was noted, for something else goes in its place.
     *
     * @param by what that is, such as {@code extra options}
     */
    public void replaced(String field, String by) {
        if (fates.removeIf(fate -> fate.field().equals(field) && fate.fate() != Fate.DROPPED)) {
            dropped(field, "replaced by " + by);
        }
    }

    /**
     * Notes as not sent whatever is set in a request and was not noted yet, and, as {@code providerData}, what a provider attached to
     * parts of the messages. Called last it keeps the promise that nothing is left out in silence, also for fields that the contract
     * gains later.
     *
     * @param request what is asked
     * @param detail why, for all of them
     */
    public void dropRest(ChatRequest request, String detail) {
        RequestFields.set(request).stream()
                .filter(field -> fates.stream().noneMatch(fate -> fate.field().equals(field)))
                .forEach(field -> dropped(field, detail));
    }

    private void add(String field, Fate fate, String detail) {
        FieldFate added = new FieldFate(field, fate, detail);
        if (!fates.contains(added)) {
            fates.add(added);
        }
    }

    /** {@return all that was noted, in order} */
    public List<FieldFate> list() {
        return List.copyOf(fates);
    }

    /** {@return a warning for each field that was not sent as asked} */
    public static List<Warning> warnings(List<FieldFate> fates) {
        List<Warning> warnings = new ArrayList<>(0); // most requests are sent as they are
        for (FieldFate fate : fates) {
            if (fate.isNotable()) {
                warnings.add(Warning.of(fate));
            }
        }
        return List.copyOf(warnings);
    }

    /**
     * Tells of a part that the provider has no form for; it must not be left out, for the answer would be about something else.
     *
     * @param part what cannot be sent
     * @param taken what can be sent, such as {@code texts and images}
     * @return the error to throw
     */
    public static LlmException unsupported(Part part, String taken) {
        String kind =
                part instanceof Media media ? media.mimeType() : part.getClass().getSimpleName();
        return LlmException.builder(
                        ErrorKind.UNSUPPORTED, "messages: " + kind + " cannot be sent; only " + taken + " can be")
                .reason("part")
                .phase(Phase.BUILD)
                .build();
    }

    /**
     * Refuses dropped fields, as a strict request asks for.
     *
     * @throws dev.llmdriver.error.UnsupportedException that names them, if there are any
     */
    public static void refuseDropped(List<FieldFate> fates) {
        String dropped = fates.stream()
                .filter(fate -> fate.fate() == Fate.DROPPED)
                .map(fate -> fate.field() + " (" + fate.detail() + ")")
                .collect(Collectors.joining(", "));
        if (!dropped.isEmpty()) {
            throw LlmException.builder(
                            ErrorKind.UNSUPPORTED,
                            "the request is strict, but would be sent without " + dropped
                                    + "; leave these out, or ask without strict")
                    .reason("dropped_field")
                    .phase(Phase.BUILD)
                    .build();
        }
    }
}
