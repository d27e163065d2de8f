package dev.llmdriver.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.ChatResponse;
import dev.llmdriver.FinishReason;
import dev.llmdriver.Role;
import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.http.ErrorFacts;
import dev.llmdriver.http.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What servers will say tomorrow, whole or as a stream: words, fields, parts and events that nobody knows fail nothing. */
class TomorrowPropertiesTest {
    private static String json(String text) throws IOException {
        return Json.writer().writeValueAsString(text);
    }

    private static String word(String random) throws IOException {
        return json("tomorrow" + random);
    }

    @Property(seed = "20260208")
    void wholeAnswers(@ForAll Answers answers, @ForAll String text, @ForAll String random, @ForAll long where)
            throws IOException {
        String today = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        String body = Answers.withUnknownFields(answers.whole(word(random), json(today), word(random)), where);
        ChatResponse response = answers.decoder()
                .decode(Decoding.answer("application/json", body.getBytes(StandardCharsets.UTF_8)))
                .build();
        assertThat(response.text()).isEqualTo(today);
        assertThat(response.message().role()).isEqualTo(Role.ASSISTANT);
        assertThat(response.finishReason().kind()).isEqualTo(FinishReason.Kind.OTHER);
        assertThat(response.finishReason().raw()).startsWith("tomorrow");
        assertThat(response.usage().orElseThrow().input()).hasValue(1);
    }

    @Property(seed = "20260209")
    void rolesAndPartsInStreams(@ForAll Answers answers, @ForAll String random, @ForAll long where) throws IOException {
        List<String> events = new ArrayList<>();
        events.add(answers.withNewPart(word(random), json("one ")));
        events.add(Answers.withUnknownFields(answers.withNewPart(word(random), json("two")), where));
        events.add(answers.last(json("stop")));
        Outcome outcome = answers.play(answers.body(events), 1);
        assertThat(outcome.response()).isNotNull();
        assertThat(outcome.response().text()).isEqualTo("one two");
        assertThat(outcome.response().finishReason().kind()).isEqualTo(FinishReason.Kind.STOP);
    }

    @Property(seed = "20260210")
    void eventsInStreams(@ForAll Answers answers, @ForAll String random, @ForAll @IntRange(max = 2) int place)
            throws IOException {
        List<String> events = new ArrayList<>(answers.events(List.of("one ", "two"), "stop"));
        String word = word(random);
        events.add(place, "{\"type\":" + word + ",\"object\":" + word + ",\"tomorrow\":[{\"a\":" + word + "}]}");
        Outcome outcome = answers.play(answers.body(events), 1);
        assertThat(outcome.response()).isNotNull();
        assertThat(outcome.response().text()).isEqualTo("one two");
    }

    /** What nobody knows takes nothing from what the status says. */
    @Property(seed = "20260211")
    void errorCodes(@ForAll Answers answers, @ForAll String random, @ForAll @IntRange(min = 400, max = 599) int status)
            throws IOException {
        LlmException error = classified(answers, status, word(random));
        assertThat(error.status()).hasValue(status);
        assertThat(error.kind()).isEqualTo(classified(answers, status, "null").kind());
        assertThat(error.kind()).isNotEqualTo(ErrorKind.MALFORMED_RESPONSE);
        assertThat(error.getMessage()).contains("what nobody knows");
    }

    private static LlmException classified(Answers answers, int status, String word) {
        return ((Errors) FuzzTargets.get(answers.errors()))
                .classifier()
                .classify(ErrorFacts.builder(status).body(error(word)).build())
                .build();
    }

    @Property(seed = "20260212")
    void errorCodesInStreams(@ForAll Answers answers, @ForAll String random) throws IOException {
        List<String> events = new ArrayList<>(answers.events(List.of("one"), "stop"));
        events.set(1, error(word(random)));
        LlmException error = answers.play(answers.body(events), 1).failure();
        assertThat(error).isNotNull();
        assertThat(error.kind()).isEqualTo(ErrorKind.SERVER_ERROR);
        assertThat(error.getMessage()).contains("what nobody knows");
    }

    private static String error(String word) {
        return "{\"error\":{\"message\":\"what nobody knows\",\"code\":" + word + ",\"type\":" + word + ",\"status\":"
                + word + ",\"details\":[{\"@type\":" + word + ",\"reason\":" + word + "}],\"param\":" + word + "}}";
    }
}
