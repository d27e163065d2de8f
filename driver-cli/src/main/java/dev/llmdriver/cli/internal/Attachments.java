package dev.llmdriver.cli.internal;

import dev.llmdriver.Media;
import dev.llmdriver.Part;
import dev.llmdriver.Text;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Turns the files behind {@code -f} into parts of a message: images by their first bytes, all else must be text. */
final class Attachments {
    private final InputFiles files;

    Attachments(InputFiles files) {
        this.files = files;
    }

    List<Part> read(List<String> names) {
        return names.stream().map(this::part).toList();
    }

    private Part part(String name) {
        byte[] bytes = files.bytes(name);
        if (bytes.length == 0) {
            throw Failures.input("file '" + name + "' is empty");
        }
        Optional<String> image = imageType(bytes);
        if (image.isPresent()) {
            return Media.of(image.get(), bytes);
        }
        return InputFiles.text(bytes)
                .map(text -> Text.of("File " + Path.of(name).getFileName() + ":\n" + text + "\n"))
                .orElseThrow(() -> Failures.input("file '" + name
                        + "' is neither an image (PNG, JPEG, GIF, WebP) nor text in UTF-8; convert it first"));
    }

    private static Optional<String> imageType(byte[] bytes) {
        if (startsWith(bytes, 0, "\u0089PNG\r\n\u001a\n")) {
            return Optional.of("image/png");
        }
        if (startsWith(bytes, 0, "\u00ff\u00d8\u00ff")) {
            return Optional.of("image/jpeg");
        }
        if (startsWith(bytes, 0, "GIF87a") || startsWith(bytes, 0, "GIF89a")) {
            return Optional.of("image/gif");
        }
        if (startsWith(bytes, 0, "RIFF") && startsWith(bytes, 8, "WEBP")) {
            return Optional.of("image/webp");
        }
        return Optional.empty();
    }

    private static boolean startsWith(byte[] bytes, int offset, String magic) {
        byte[] expected = magic.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length < offset + expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (bytes[offset + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }
}
