package dev.llmdriver.server.internal.chats;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** The file of conversations. They are for their owners, so nobody else on the machine may look into it. */
final class ChatFile {
    private static final System.Logger LOG = System.getLogger("dev.llmdriver.server");
    private static final String OWNERS = "rwx------";
    private static final String LOCK = "chats.lock";
    /** Longer than several others take, one after the other, while they write all the time. */
    private static final Duration WAITING_TIME = Duration.ofSeconds(20);

    private static final Duration POLL_TIME = Duration.ofMillis(20);

    /** Another process makes the database, and does not come to an end with it. */
    static final class HeldException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private ChatFile() {}

    /**
     * Makes the file and its folder, where they are not there. SQLite gives the files that it puts beside it the same permissions.
     * What is there keeps its permissions, as whoever gave them may have had a reason.
     */
    static void create(Path file) {
        try {
            Files.createDirectories(file.resolveSibling(""), owners(file, OWNERS));
            Files.createFile(file, owners(file, OWNERS.replace('x', '-')));
        } catch (FileAlreadyExistsException there) {
            look(file, there);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /**
     * Does what several may not do at once to one file, of which each may be of another process: making it a database, and its tables.
     * The libraries for that do not wait for each other. What locks the file ends with its process, however that ends.
     */
    static <T> T alone(Path file, Supplier<T> work) {
        synchronized (ChatFile.class) { // a process that locks a file twice is refused instead of made to wait
            try (FileChannel lock = FileChannel.open(file.resolveSibling(LOCK), CREATE, WRITE)) {
                lock(lock);
                return work.get();
            } catch (IOException unwritable) {
                throw new UncheckedIOException(unwritable);
            }
        }
    }

    private static void lock(FileChannel file) throws IOException {
        long latest = System.nanoTime() + WAITING_TIME.toNanos();
        while (file.tryLock() == null) {
            if (System.nanoTime() - latest > 0) {
                throw new HeldException();
            }
            LockSupport.parkNanos(POLL_TIME.toNanos());
        }
    }

    private static void look(Path file, FileAlreadyExistsException there) {
        if (!Files.isRegularFile(file)) {
            throw new UncheckedIOException(there);
        }
        try {
            if (isPosix(file) && isForOthers(Files.getPosixFilePermissions(file))) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "others on this machine may read the conversations in " + file + "; chmod 600 it");
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static boolean isForOthers(Set<PosixFilePermission> permissions) {
        return permissions.contains(PosixFilePermission.GROUP_READ)
                || permissions.contains(PosixFilePermission.OTHERS_READ);
    }

    private static FileAttribute<?>[] owners(Path file, String permissions) {
        return isPosix(file)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
