package dev.llmdriver.client.batch;

import java.io.IOException;
import java.nio.file.Path;

/** All that a batch asks of the file system; so little that a test can end the world at each operation. */
interface Disk {
    /** Opens a file that is there. */
    DiskFile read(Path file) throws IOException;

    /** Opens a file to be written at its end; makes it, durably, if it is not there. */
    DiskFile append(Path file) throws IOException;

    /** {@return whether there is such a file} */
    boolean exists(Path file);

    /** Puts one file in the place of another, at once and durably. */
    void replace(Path from, Path to) throws IOException;

    /** Deletes a file if it is there. */
    void delete(Path file) throws IOException;
}
