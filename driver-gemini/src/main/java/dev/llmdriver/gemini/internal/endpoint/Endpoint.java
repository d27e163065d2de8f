package dev.llmdriver.gemini.internal.endpoint;

import dev.llmdriver.error.ErrorKind;
import dev.llmdriver.error.LlmException;
import dev.llmdriver.error.Phase;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where Gemini is: a base URL and a version of the API, which is left out where the base URL's path names one already.
 *
 * @param root without a slash at its end
 */
public record Endpoint(String root) {
    /** Where Google serves the Gemini Developer API. */
    public static final URI GOOGLE = URI.create("https://generativelanguage.googleapis.com");

    private static final Pattern VERSIONED = Pattern.compile("/v\\d+(alpha|beta)?\\d*(/.*)?$");

    /** {@return the endpoint at a base URL} */
    public static Endpoint of(URI base, String version) {
        String root = base.toString().replaceAll("/+$", "");
        String path = base.getPath() == null ? "" : base.getPath();
        return new Endpoint(VERSIONED.matcher(path).find() ? root : root + "/" + version);
    }

    /**
     * Names a model as addresses do.
     *
     * @param model as the caller named it, with or without {@code models/}
     * @return the resource's name, such as {@code models/gemini-2.5-flash} or {@code tunedModels/mine}
     * @throws dev.llmdriver.error.InvalidRequestException if the name would lead elsewhere
     */
    public static String resource(String model) {
        if (model.contains("..") || model.contains("?") || model.contains("&") || model.contains("#")) {
            throw LlmException.builder(
                            ErrorKind.INVALID_REQUEST,
                            "a Gemini model's name has no '..', '?', '&' or '#', but this is '" + model
                                    + "'; name it as in models/gemini-2.5-flash")
                    .reason("model_name")
                    .phase(Phase.BUILD)
                    .build();
        }
        return model.startsWith("models/") || model.startsWith("tunedModels/") ? model : "models/" + model;
    }

    /** {@return the address of a method of a model, such as {@code generateContent}} */
    public URI method(String model, String method) {
        return at("/" + resource(model) + ":" + method);
    }

    /** {@return the address of what is known of a model} */
    public URI model(String model) {
        return at("/" + resource(model));
    }

    /** {@return the address of one page of the list of models} */
    public URI models(String query) {
        return URI.create(root + "/models?" + query);
    }

    private URI at(String path) {
        try {
            return URI.create(root + new URI(null, null, path, null).getRawPath());
        } catch (URISyntaxException impossible) {
            throw new IllegalArgumentException("not a path: " + path, impossible);
        }
    }

    /** {@return the host, for people} */
    public String host() {
        return String.valueOf(URI.create(root).getHost()).toLowerCase(Locale.ROOT);
    }
}
