package dev.llmdriver.client.batch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The file system. */
final class RealDisk implements Disk {
    /**
     * What this process has open to be written. On most systems closing any channel of a file gives up all locks that the process has
     * on it, so no second one may be opened, not even to find out that the file is locked.
     */
    private static final Set<Path> WRITTEN = ConcurrentHashMap.newKeySet();

    @Override
    public DiskFile read(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new Channel(channel.position(0), () -> {});
        } catch (IOException pipe) {
            channel.close();
            throw new IOException(
                    file + " cannot be read from a place, but a batch reads its input twice; write it into a file",
                    pipe);
        }
    }

    @Override
    public DiskFile append(Path file) throws IOException {
        Path real = real(file);
        if (!WRITTEN.add(real)) {
            return new Taken(file);
        }
        try {
            return new Channel(openToWrite(file), () -> WRITTEN.remove(real));
        } catch (IOException | RuntimeException | Error failed) {
            WRITTEN.remove(real);
            throw failed;
        }
    }

    private static FileChannel openToWrite(Path file) throws IOException {
        boolean isNew = !Files.exists(file);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (isNew) {
            forceFolder(file);
        }
        return channel;
    }

    /** {@return the same for all names of a file, also if it is not there yet} */
    private static Path real(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        Path folder = absolute.getParent();
        try {
            return folder == null || Files.exists(absolute)
                    ? absolute.toRealPath()
                    : folder.toRealPath().resolve(absolute.getFileName());
        } catch (IOException missing) { // to open it will say so
            return absolute;
        }
    }

    @Override
    public boolean exists(Path file) {
        return Files.exists(file);
    }

    @Override
    public void replace(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceFolder(to);
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    /** A new name is durable once its folder is. */
    private static void forceFolder(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        try (FileChannel channel = openFolder(folder)) {
            if (channel != null) {
                channel.force(true);
            }
        }
    }

    private static @Nullable FileChannel openFolder(@Nullable Path folder) {
        try {
            return folder == null ? null : FileChannel.open(folder, StandardOpenOption.READ);
        } catch (IOException notOnThisSystem) { // Windows opens no folders, and needs not
            return null;
        }
    }

    /** A file that somebody in this process writes already. */
    private record Taken(Path file) implements DiskFile {
        @Override
        public boolean lock() {
            return false;
        }

        private IOException refusal() {
            return new IOException("something else in this process writes " + file);
        }

        @Override
        public long size() throws IOException {
            throw refusal();
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            throw refusal();
        }

        @Override
        public void append(byte[] bytes) throws IOException {
            throw refusal();
        }

        @Override
        public void truncate(long size) throws IOException {
            throw refusal();
        }

        @Override
        public void force() throws IOException {
            throw refusal();
        }

        @Override
        public void close() {}
    }

    private static final class Channel implements DiskFile {
        private final FileChannel channel;
        private final Runnable closed;
        private boolean open = true;

        Channel(FileChannel channel, Runnable closed) {
            this.channel = channel;
            this.closed = closed;
        }

        @Override
        public boolean lock() throws IOException {
            try {
                return channel.tryLock() != null;
            } catch (OverlappingFileLockException inThisProcess) {
                return false;
            }
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            return channel.read(into, position);
        }

        @Override
        public void append(byte[] bytes) throws IOException {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            long position = channel.size();
            while (left.hasRemaining()) {
                position += channel.write(left, position);
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void close() throws IOException {
            if (open) { // once, for by the second time it may be another's
                open = false;
                try {
                    channel.close();
                } finally {
                    closed.run();
                }
            }
        }
    }
}
