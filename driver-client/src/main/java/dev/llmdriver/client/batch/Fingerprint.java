package dev.llmdriver.client.batch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * By what an input file is known again.
 *
 * @param bytes its length
 * @param lines how many of its lines are not blank
 * @param sha256 of all its bytes, in hexadecimal
 */
record Fingerprint(long bytes, long lines, String sha256) {
    private static final Pattern TEXT = Pattern.compile("bytes=(\\d{1,18}) lines=(\\d{1,18}) sha256=([0-9a-f]{64})");

    static Fingerprint of(Disk disk, Path input) throws IOException {
        try (DiskFile file = disk.read(input)) {
            LineReader reader = new LineReader(file);
            MessageDigest digest = newDigest();
            long lines = 0;
            long bytes = 0;
            for (LineReader.Line line = reader.next(); line != null; line = reader.next()) {
                digest.update(ByteBuffer.wrap(line.bytes()));
                if (line.ended()) {
                    digest.update((byte) '\n');
                }
                lines += line.isBlank() ? 0 : 1;
                bytes = line.end();
            }
            return new Fingerprint(bytes, lines, HexFormat.of().formatHex(digest.digest()));
        }
    }

    static Optional<Fingerprint> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new Fingerprint(
                        Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)), matcher.group(3)))
                : Optional.empty();
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) { // every Java has it
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String toString() {
        return "bytes=" + bytes + " lines=" + lines + " sha256=" + sha256;
    }
}
