package dev.llmdriver.cli.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the files that the command line names. */
final class InputFiles {
    /** Providers refuse more than this anyway. */
    private static final int MAX_BYTES = 50 << 20;

    private final Path folder;

    InputFiles(Path folder) {
        this.folder = folder;
    }

    byte[] bytes(String name) {
        try {
            Path file = folder.resolve(name);
            if (Files.isDirectory(file)) {
                throw Failures.input("'" + name + "' is a folder; name a file");
            }
            byte[] bytes = start(file);
            if (bytes.length > MAX_BYTES) {
                throw Failures.input("file '" + name + "' is larger than 50 MB; give a part of it");
            }
            return bytes;
        } catch (NoSuchFileException | InvalidPathException missing) {
            throw Failures.input("there is no file '" + name + "'; check the name and the folder");
        } catch (AccessDeniedException denied) {
            throw Failures.input("file '" + name + "' may not be read; check its permissions");
        } catch (IOException unreadable) {
            throw Failures.input("file '" + name + "' cannot be read: " + unreadable.getMessage());
        }
    }

    /** Counts while it reads: a device has no size, and no end either. */
    private static byte[] start(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(MAX_BYTES + 1);
        }
    }

    /** {@return the file's text} */
    String text(String name) {
        return text(bytes(name))
                .orElseThrow(() -> Failures.input("file '" + name + "' is not text in UTF-8; convert it first"));
    }

    /** {@return the bytes as text, if they are UTF-8 text: binary data rarely decodes and nearly always holds a zero} */
    static Optional<String> text(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.indexOf('\0') >= 0 ? Optional.empty() : Optional.of(withoutByteOrderMark(text));
        } catch (CharacterCodingException binary) {
            return Optional.empty();
        }
    }

    private static String withoutByteOrderMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
