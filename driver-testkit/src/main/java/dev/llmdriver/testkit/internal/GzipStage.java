package dev.llmdriver.testkit.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.zip.GZIPOutputStream;

/** Compresses the body, flushed after each piece so that a stream still streams. */
final class GzipStage extends Stage {
    private final ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    private final GZIPOutputStream gzip;

    GzipStage(Iterator<Step> source) {
        super(source);
        try {
            gzip = new GZIPOutputStream(compressed, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    void accept(Step step) {
        if (!(step instanceof Step.Bytes data)) {
            emit(step);
            return;
        }
        try {
            gzip.write(data.bytes());
            gzip.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        take();
    }

    @Override
    void end() {
        try {
            gzip.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        take();
    }

    private void take() {
        emit(compressed.toByteArray());
        compressed.reset();
    }
}
