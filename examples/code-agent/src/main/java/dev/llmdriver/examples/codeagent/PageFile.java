package dev.llmdriver.examples.codeagent;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes a file at once: whoever looks sees the old one or the whole new one, and a failure leaves the old one. */
final class PageFile {
    private PageFile() {}

    static void write(Path file, String page) throws IOException {
        // No file of createTempFile, which nobody but its owner may read.
        Path temporary = file.resolveSibling("." + file.getFileName() + "-" + UUID.randomUUID() + ".tmp");
        try {
            Files.writeString(temporary, page, StandardOpenOption.CREATE_NEW);
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                channel.force(true); // before it gets its name, or a power cut could leave the name and no content
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
