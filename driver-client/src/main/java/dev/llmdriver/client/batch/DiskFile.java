package dev.llmdriver.client.batch;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file. */
interface DiskFile extends Closeable {
    /** Keeps every other process, and everybody else in this one, from locking the file until it is closed; false if somebody has. */
    boolean lock() throws IOException;

    /** {@return the length in bytes} */
    long size() throws IOException;

    /** Reads from a place; the number of bytes read, less than 1 at the end. */
    int read(ByteBuffer into, long position) throws IOException;

    /** Writes all of it at the end. */
    void append(byte[] bytes) throws IOException;

    /** Cuts off what is beyond a length. */
    void truncate(long size) throws IOException;

    /** Waits until everything written has reached the device. */
    void force() throws IOException;
}
