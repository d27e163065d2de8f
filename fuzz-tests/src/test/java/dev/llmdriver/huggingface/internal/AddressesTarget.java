package dev.llmdriver.huggingface.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.llmdriver.error.ConfigurationException;
import dev.llmdriver.error.InvalidRequestException;
import dev.llmdriver.fuzz.FuzzTarget;
import dev.llmdriver.fuzz.Input;
import dev.llmdriver.huggingface.internal.endpoint.Dialect;
import dev.llmdriver.huggingface.internal.endpoint.Endpoint;
import dev.llmdriver.huggingface.internal.endpoint.EndpointResolver;
import dev.llmdriver.huggingface.internal.endpoint.Urls;
import dev.llmdriver.spi.OptionParsers;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Endpoint, base URL and model: either an address on the host that was named, or a refusal in words. */
final class AddressesTarget implements FuzzTarget {
    private static final List<String> WORDS = List.of("auto", "router", "hf-inference", "dedicated", "together");

    @Override
    public void feed(byte[] bytes) {
        Input input = Input.of(bytes);
        String[] lines = input.text().split("\n", 3);
        String word = lines.length > 2 ? lines[2] : WORDS.get(input.choice() % WORDS.size());
        URI base;
        try {
            base = OptionParsers.url(lines[0]);
        } catch (IllegalArgumentException refused) {
            base = null;
        }
        try {
            EndpointResolver resolver = new EndpointResolver(word, Dialect.AUTO, Map.of());
            Endpoint endpoint = resolver.resolve(base);
            URI chat = endpoint.chat(resolver.model(endpoint, lines.length > 1 ? lines[1] : "org/name"));
            String host = base == null ? "router.huggingface.co" : base.getHost();
            assertThat(chat.getHost()).isEqualTo(host);
            assertThat(endpoint.at("/v1/models").getHost()).isEqualTo(host);
            assertThat(endpoint.at("/v1/models/" + Urls.modelPath(lines[0])).getHost())
                    .isEqualTo(host);
        } catch (ConfigurationException | InvalidRequestException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(
                Input.raw(0, "https://abc.us-east-1.aws.endpoints.huggingface.cloud/v1/\norg/name:fastest"),
                Input.raw(1, "https://router.huggingface.co/together/v1/chat/completions\norg/name"),
                Input.raw(2, "\norg/näme?x=1#f\nhf-inferense"),
                Input.raw(3, "http://[::1]:8080/a%20b//?q=ü\nm"),
                Input.raw(4, "HTTPS://u@ROUTER.huggingface.co:0/\n..//..\nzai-org"));
    }
}
