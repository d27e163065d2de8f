package dev.llmdriver.server.internal.openai;

import dev.llmdriver.Media;
import dev.llmdriver.Part;
import dev.llmdriver.Text;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what a message holds: a string, or a list of parts. Addresses are passed on, and nothing is fetched. */
final class PartReader {
    private static final Map<String, String> IMAGES =
            Map.of("png", "image/png", "gif", "image/gif", "webp", "image/webp", "heic", "image/heic");
    private static final Map<String, String> SOUNDS = Map.of("wav", "audio/wav", "mp3", "audio/mpeg");

    private PartReader() {}

    /** {@return the parts of the field {@code content}; none if it is missing} */
    static List<Part> read(Fields message) {
        if (message.find("content").filter(content -> content.isTextual()).isPresent()) {
            return List.of(Text.of(message.requiredText("content")));
        }
        List<Part> parts = new ArrayList<>();
        for (Fields part : message.objects("content")) {
            parts.add(part(part));
        }
        return List.copyOf(parts);
    }

    /** {@return the text of the field {@code content}, which may have nothing else} */
    static String text(Fields message) {
        StringBuilder text = new StringBuilder();
        for (Part part : read(message)) {
            if (!(part instanceof Text words)) {
                throw message.refuse("content", "may hold text only in a message of this role");
            }
            text.append(words.text());
        }
        return text.toString();
    }

    private static Part part(Fields part) {
        String type = part.requiredText("type");
        return switch (type) {
            case "text" -> Text.of(part.requiredText("text"));
            case "refusal" -> Text.of(part.requiredText("refusal"));
            case "image_url" -> image(part.requiredObject("image_url"));
            case "input_audio" -> sound(part.requiredObject("input_audio"));
            case "file" -> data(part.requiredObject("file"), "file_data");
            default -> throw part.refuse("type", "must be text, image_url, input_audio or file");
        };
    }

    private static Part image(Fields image) {
        String url = image.requiredText("url");
        if (url.startsWith("data:")) {
            return data(image, "url");
        }
        if (!url.startsWith("https://") && !url.startsWith("http://")) {
            throw image.refuse("url", "must begin with https://, http:// or data:");
        }
        try {
            URI address = URI.create(url);
            return Media.of(IMAGES.getOrDefault(ending(address.getPath()), "image/jpeg"), address);
        } catch (IllegalArgumentException malformed) {
            throw image.refuse("url", "is no address");
        }
    }

    private static String ending(@Nullable String path) {
        String name = path == null ? "" : path.toLowerCase(Locale.ROOT);
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static Part sound(Fields sound) {
        String type = SOUNDS.get(sound.requiredText("format"));
        if (type == null) {
            throw sound.refuse("format", "must be wav or mp3");
        }
        return decoded(sound, "data", type, sound.requiredText("data"));
    }

    private static Part data(Fields holder, String name) {
        String url = holder.requiredText(name);
        int comma = url.indexOf(',');
        if (!url.startsWith("data:") || comma < 0 || !url.substring(0, comma).endsWith(";base64")) {
            throw holder.refuse(name, "must be data:<type>;base64,<data>");
        }
        String type = url.substring("data:".length(), comma).replaceFirst(";.*", "");
        return decoded(holder, name, type, url.substring(comma + 1));
    }

    private static Part decoded(Fields holder, String name, String type, String base64) {
        try {
            return Media.of(type, Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException malformed) {
            throw holder.refuse(name, "must be data of a MIME type in Base64");
        }
    }
}
