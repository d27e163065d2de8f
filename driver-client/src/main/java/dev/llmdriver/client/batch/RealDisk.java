package dev.llmdriver.client.batch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The file system. */
final class RealDisk implements Disk {
    @Override
    public DiskFile read(Path file) throws IOException {
        return new Channel(FileChannel.open(file, StandardOpenOption.READ));
    }

    @Override
    public DiskFile append(Path file) throws IOException {
        boolean isNew = !Files.exists(file);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (isNew) {
            forceFolder(file);
        }
        return new Channel(channel);
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

    private record Channel(FileChannel channel) implements DiskFile {
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
            channel.close();
        }
    }
}
