package dev.llmdriver.examples.codeagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file is there whole or as it was, and nothing is left beside it. */
class PageFileTest {
    @TempDir
    private Path folder;

    @Test
    void aFileIsReplacedAtOnce() throws IOException {
        Path file = folder.resolve("page.html");
        PageFile.write(file, "old");
        PageFile.write(file, "größer");
        assertThat(file).hasContent("größer");
        assertThat(folder).isDirectoryContaining(file::equals).isDirectoryNotContaining(other -> !other.equals(file));
    }

    @Test
    void whatCannotBeReplacedStaysAndNothingIsLeftBehind() throws IOException {
        Path taken = Files.createDirectory(folder.resolve("page.html"));
        Files.writeString(taken.resolve("inside"), "kept");
        assertThatThrownBy(() -> PageFile.write(taken, "new")).isInstanceOf(IOException.class);
        assertThat(taken.resolve("inside")).hasContent("kept");
        assertThat(folder).isDirectoryNotContaining(other -> !other.equals(taken));
    }
}
