package dev.llmdriver.examples.dataanalyst;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Lets the database's own parser read a statement, and checks the tree. */
final class StatementCheck {
    /** What is longer or nested deeper might overflow the stack of the native parser or planner, and end the process. */
    private static final int MOST_CHARACTERS = 4_000;

    private static final int MOST_LEVELS = 100;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MOST_LEVELS)
                            .build())
                    .build())
            .build();

    private final Connection connection;

    StatementCheck(Connection connection) {
        this.connection = connection;
    }

    /** {@return the statement as its tree says it: what was checked is what is run, without comments and semicolons} */
    String checked(String sql) throws Refused {
        if (sql.length() > MOST_CHARACTERS) {
            throw new Refused("a statement has " + MOST_CHARACTERS + " characters at most");
        }
        try {
            new SelectCheck(Database.TABLE).check(JSON.readTree(parser("json_serialize_sql(?::VARCHAR)", sql)));
        } catch (JsonProcessingException e) {
            throw new Refused("the statement is nested too deeply: write it more simply");
        }
        return parser("json_deserialize_sql(json_serialize_sql(?::VARCHAR))", sql);
    }

    private String parser(String function, String sql) throws Refused {
        try (PreparedStatement call = connection.prepareStatement("SELECT " + function)) {
            call.setString(1, sql);
            try (ResultSet result = call.executeQuery()) {
                result.next();
                return result.getString(1);
            }
        } catch (SQLException e) {
            throw Refused.of(e);
        }
    }
}
