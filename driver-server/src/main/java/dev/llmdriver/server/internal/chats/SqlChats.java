package dev.llmdriver.server.internal.chats;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Conversations in a database of SQLite or PostgreSQL. Nothing is opened before something is asked for. Thread-safe. */
public final class SqlChats implements ChatStore {
    private static final int TITLE = 80;

    /** The lengths alone are summed up, as databases keep what stands beside a sum in memory, too. */
    private static final String LATEST =
            "select t.role, t.content, t.partial, t.answered_by, t.said_at from llm_turns t"
                    + " join (select nr, sum(length) over (order by nr desc rows between unbounded preceding and 2 preceding) as later"
                    + " from (select t.nr, length(t.content) as length from llm_turns t join llm_chats c on t.chat = c.nr"
                    + " where c.owner = ? and c.id = ? order by t.nr desc limit ?) as recent) as latest on t.nr = latest.nr"
                    + " where coalesce(latest.later, 0) <= ? order by t.nr desc";

    private final Database database;
    private final Dialect dialect;
    private final long mostCharacters;

    /** Opens nothing yet. */
    public SqlChats(DatabaseSettings settings) {
        this(settings, MOST_CHARACTERS);
    }

    /** For those who read all there is. */
    SqlChats(DatabaseSettings settings, long mostCharacters) {
        this.mostCharacters = mostCharacters;
        this.database = new Database(settings);
        this.dialect = settings.dialect();
    }

    @Override
    public CompletableFuture<List<Turn>> turns(String owner, String chat, int most) {
        return database.read(connection -> turns(connection, owner, chat, most));
    }

    private List<Turn> turns(Connection connection, String owner, String chat, int most) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LATEST)) {
            select.setString(1, owner);
            select.setString(2, chat);
            select.setInt(3, most);
            select.setLong(4, mostCharacters);
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

    private Turn turn(ResultSet row) throws SQLException {
        return new Turn(
                Turn.Role.valueOf(row.getString(1)),
                row.getString(2),
                row.getBoolean(3),
                Optional.ofNullable(row.getString(4)),
                dialect.instant(row, 5));
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
    private long touched(Connection connection, String owner, String chat, List<Turn> turns) throws SQLException {
        try (PreparedStatement upsert =
                connection.prepareStatement("insert into llm_chats (owner, id, title, last_said) values (?, ?, ?, ?)"
                        + " on conflict (owner, id) do update set last_said = excluded.last_said returning nr")) {
            upsert.setString(1, owner);
            upsert.setString(2, chat);
            upsert.setString(3, title(turns));
            upsert.setObject(4, dialect.time(turns.get(turns.size() - 1).at()));
            try (ResultSet rows = upsert.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private void insert(Connection connection, long chat, List<Turn> turns) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into llm_turns (chat, role, content, partial, answered_by, said_at) values (?, ?, ?, ?, ?, ?)")) {
            for (Turn turn : turns) {
                insert.setLong(1, chat);
                insert.setString(2, turn.role().name());
                insert.setString(3, storable(turn.text()));
                insert.setBoolean(4, turn.partial());
                insert.setString(5, turn.answeredBy().map(SqlChats::storable).orElse(null));
                insert.setObject(6, dialect.time(turn.at()));
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
                        heads.add(new ChatHead(rows.getString(1), rows.getString(2), dialect.instant(rows, 3)));
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
}
