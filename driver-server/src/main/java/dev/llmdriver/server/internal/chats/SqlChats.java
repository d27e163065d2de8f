package dev.llmdriver.server.internal.chats;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** Conversations in a database of H2 or PostgreSQL. Nothing is opened before something is asked for. Thread-safe. */
public final class SqlChats implements ChatStore {
    private static final int TITLE = 80;

    private final Database database;

    /** Opens nothing yet. */
    public SqlChats(DatabaseSettings settings) {
        this.database = new Database(settings);
    }

    @Override
    public CompletableFuture<List<Turn>> turns(String owner, String chat, int most) {
        return database.read(connection -> turns(connection, owner, chat, most));
    }

    private static List<Turn> turns(Connection connection, String owner, String chat, int most) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select t.role, t.content, t.partial, t.answered_by, t.said_at from llm_turns t"
                        + " join llm_chats c on t.chat = c.nr where c.owner = ? and c.id = ? order by t.nr desc limit ?")) {
            select.setString(1, owner);
            select.setString(2, chat);
            select.setInt(3, most);
            List<Turn> latest = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    latest.add(turn(rows));
                }
            }
            Collections.reverse(latest);
            return List.copyOf(latest);
        }
    }

    private static Turn turn(ResultSet row) throws SQLException {
        return new Turn(
                Turn.Role.valueOf(row.getString(1)),
                row.getString(2),
                row.getBoolean(3),
                Optional.ofNullable(row.getString(4)),
                instant(row, 5));
    }

    @Override
    public CompletableFuture<Void> add(String owner, String chat, List<Turn> turns) {
        List<Turn> all = List.copyOf(turns);
        if (all.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return done(database.write(connection -> {
            long nr = touched(connection, owner, chat, all);
            insert(connection, nr, all);
            return nr;
        }));
    }

    /** {@return the number of a conversation, whose row is ours until the end: turns of two callers do not mix} */
    private static long touched(Connection connection, String owner, String chat, List<Turn> turns)
            throws SQLException {
        Instant last = turns.get(turns.size() - 1).at();
        OptionalLong there = locked(connection, owner, chat);
        if (there.isEmpty()) {
            return begun(connection, owner, chat, title(turns), last);
        }
        try (PreparedStatement update =
                connection.prepareStatement("update llm_chats set last_said = ? where nr = ?")) {
            update.setObject(1, time(last));
            update.setLong(2, there.getAsLong());
            update.executeUpdate();
        }
        return there.getAsLong();
    }

    private static OptionalLong locked(Connection connection, String owner, String chat) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select nr from llm_chats where owner = ? and id = ? for update")) {
            select.setString(1, owner);
            select.setString(2, chat);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    private static long begun(Connection connection, String owner, String chat, String title, Instant last)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into llm_chats (owner, id, title, last_said) values (?, ?, ?, ?)",
                Statement.RETURN_GENERATED_KEYS)) {
            insert.setString(1, owner);
            insert.setString(2, chat);
            insert.setString(3, title);
            insert.setObject(4, time(last));
            insert.executeUpdate();
            try (ResultSet keys = insert.getGeneratedKeys()) {
                keys.next();
                return keys.getLong(1);
            }
        }
    }

    private static void insert(Connection connection, long chat, List<Turn> turns) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into llm_turns (chat, role, content, partial, answered_by, said_at) values (?, ?, ?, ?, ?, ?)")) {
            for (Turn turn : turns) {
                insert.setLong(1, chat);
                insert.setString(2, turn.role().name());
                insert.setString(3, storable(turn.text()));
                insert.setBoolean(4, turn.partial());
                insert.setString(5, turn.answeredBy().map(SqlChats::storable).orElse(null));
                insert.setObject(6, time(turn.at()));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    @Override
    public CompletableFuture<List<ChatHead>> chats(String owner, int most) {
        return database.read(connection -> {
            try (PreparedStatement select = connection.prepareStatement("select id, title, last_said from llm_chats"
                    + " where owner = ? order by last_said desc, nr desc limit ?")) {
                select.setString(1, owner);
                select.setInt(2, most);
                List<ChatHead> heads = new ArrayList<>();
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        heads.add(new ChatHead(rows.getString(1), rows.getString(2), instant(rows, 3)));
                    }
                }
                return List.copyOf(heads);
            }
        });
    }

    @Override
    public CompletableFuture<Void> delete(String owner, String chat) {
        return done(database.write(connection -> {
            try (PreparedStatement delete =
                    connection.prepareStatement("delete from llm_chats where owner = ? and id = ?")) {
                delete.setString(1, owner);
                delete.setString(2, chat);
                return delete.executeUpdate();
            }
        }));
    }

    /** Not by a dependent one, which would wrap what went wrong. */
    private static CompletableFuture<Void> done(CompletableFuture<?> work) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        work.whenComplete((value, failure) -> {
            if (failure == null) {
                done.complete(null);
            } else {
                done.completeExceptionally(failure);
            }
        });
        return done;
    }

    @Override
    public void close() {
        database.close();
    }

    private static String title(List<Turn> turns) {
        Turn first = turns.stream()
                .filter(turn -> turn.role() == Turn.Role.USER)
                .findFirst()
                .orElse(turns.get(0));
        String line = storable(first.text()).strip().replaceAll("\\s+", " ");
        return line.codePointCount(0, line.length()) <= TITLE
                ? line
                : line.substring(0, line.offsetByCodePoints(0, TITLE)) + "…";
    }

    /** {@return the text without what PostgreSQL refuses: the character 0, and halves of characters} */
    private static String storable(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).replace('\0', '\uFFFD');
    }

    /** Databases keep microseconds, and would round up. */
    private static OffsetDateTime time(Instant at) {
        return at.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
