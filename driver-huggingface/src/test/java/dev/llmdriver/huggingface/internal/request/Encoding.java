package dev.llmdriver.huggingface.internal.request;

import dev.llmdriver.ChatRequest;
import dev.llmdriver.FieldFate;
import dev.llmdriver.FieldFate.Fate;
import dev.llmdriver.Mode;
import dev.llmdriver.http.EncodedRequest;
import dev.llmdriver.huggingface.internal.endpoint.Dialect;
import dev.llmdriver.huggingface.internal.endpoint.Endpoint;
import dev.llmdriver.huggingface.internal.endpoint.EndpointResolver;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Encodes for a backend that a test names by a word. */
record Encoding(ChatRequestCodec codec) {
    static final List<String> BACKENDS = List.of(
            "router",
            "together",
            "fireworks-ai",
            "cohere",
            "groq",
            "hf-inference",
            "dedicated",
            "tgi",
            "vllm",
            "sglang",
            "llamacpp");

    static Encoding at(String backend) {
        return switch (backend) {
            case "tgi", "vllm", "sglang", "llamacpp" -> of("dedicated", Dialect.parse(backend));
            default -> of(backend, Dialect.AUTO);
        };
    }

    private static Encoding of(String word, Dialect dialect) {
        EndpointResolver resolver = new EndpointResolver(word, dialect, Map.of());
        Endpoint endpoint = resolver.resolve(word.equals("dedicated") ? URI.create("https://own.example") : null);
        return new Encoding(new ChatRequestCodec(endpoint, resolver.model(endpoint, "org/m")));
    }

    EncodedRequest encode(ChatRequest request, Mode mode) {
        return codec.encode(request, mode);
    }

    String json(ChatRequest request) {
        return json(request, Mode.GENERATE);
    }

    String json(ChatRequest request, Mode mode) {
        return new String(encode(request, mode).body(), StandardCharsets.UTF_8);
    }

    Map<String, Fate> fates(ChatRequest request) {
        Map<String, Fate> fates = new LinkedHashMap<>();
        encode(request, Mode.GENERATE).fates().forEach(fate -> fates.put(fate.field(), fate.fate()));
        return fates;
    }

    List<String> details(ChatRequest request) {
        return encode(request, Mode.GENERATE).fates().stream()
                .map(FieldFate::detail)
                .toList();
    }
}
