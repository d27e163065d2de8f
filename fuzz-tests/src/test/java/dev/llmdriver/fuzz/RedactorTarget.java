package dev.llmdriver.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.http.Redactor;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Keys: one that is known is in no text, wherever and however it was planted. */
final class RedactorTarget implements FuzzTarget {
    private static final String KEY = "k3y/+=%& \u00FCmlaut";
    private static final List<String> FORMS = List.of(
            KEY,
            URLEncoder.encode(KEY, StandardCharsets.UTF_8),
            Base64.getEncoder().encodeToString(KEY.getBytes(StandardCharsets.UTF_8)),
            "hf_abcdefghijklmnopqrstuvwxyz012345");

    @Override
    public void feed(byte[] bytes) {
        Input input = Input.of(bytes);
        String text = input.text();
        String form = FORMS.get(input.choice() % FORMS.size());
        int place = text.isEmpty() ? 0 : input.split() % text.length();
        Redactor redactor = new Redactor();
        redactor.remember(KEY);
        String clean = redactor.redact(text.substring(0, place) + form + text.substring(place));
        assertThat(clean).doesNotContain(KEY).doesNotContain(FORMS.get(1)).doesNotContain(FORMS.get(2));
        if (place == 0) {
            assertThat(clean)
                    .doesNotStartWith(FORMS.get(3)); // nobody told it of this one, so within a word it is a word
        }
        assertThat(redactor.redact(clean).length()).isLessThanOrEqualTo(2 * clean.length() + 100);
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                Input.raw(
                        0,
                        "Authorization: Bearer abcdefgh12345678 and Basic dXNlcjpwYXNz, https://u:p@host/?key=1&token=2"),
                Input.raw(
                        1,
                        "hf_aaaaaaaaaaaa sk-aaaaaaaaaaaa AIzaaaaaaaaaaaaaaaaaaaaaaaa xoxb-aaaaaaaaa eyJaaaaaaaaa.aaaaaaaaa.a"),
                Input.raw(2, "?api_key=x;my_secret_token=y&" + "a_".repeat(3000) + "key=z"),
                Input.raw(3, " bearer " + "A1".repeat(100)));
    }
}
