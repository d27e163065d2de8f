package dev.llmdriver.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A call that fails in the rehearsal leaves the command without its archive, and nobody would notice but by the clock. */
@Timeout(120)
class RehearsalTest {
    @TempDir
    private Path folder;

    @Test
    void everyCallSucceeds() throws Exception {
        assertThat(Rehearsal.run(folder)).isEmpty();
    }
}
