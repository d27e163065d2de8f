package dev.llmdriver.server.internal.chats;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The file of conversations. They are for their owners, so nobody else on the machine may look into it. */
final class ChatFile {
    private static final System.Logger LOG = System.getLogger("dev.llmdriver.server");
    private static final String OWNERS = "rwx------";

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

    private static void look(Path file, FileAlreadyExistsException there) {
        if (!Files.isRegularFile(file)) {
            throw new UncheckedIOException(there);
        }
        try {
            if (isPosix(file) && isForOthers(Files.getPosixFilePermissions(file))) {
                LOG.log(System.Logger.Level.WARNING, "others on this machine may read the conversations in " + file);
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
