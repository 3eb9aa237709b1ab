package org.whispernotes.system.faults;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;

/** How far off the first estimates were that waiting sessions were told, from the rows of the completed ones. */
final class EtaErrors {

    private static final String QUERY = """
            select least(3, floor(4 * (rank() over (order by queued_at) - 1) / count(*) over ())) as quarter,
                   predicted_seconds as said, extract(epoch from completed_at - predicted_at) as took
            from sessions where status = 'COMPLETED' and predicted_seconds is not null and predicted_at < completed_at
            """;

    private EtaErrors() {}

    /** A table: the median and the 90th percentile of |said - took| / took, by when the session was queued. */
    static String table(Map<String, String> springProperties) throws SQLException {
        StringBuilder table =
                new StringBuilder("| queued in the | sessions | said, median s | took, median s | error, median"
                        + " | error, 90 % |\n|---|---|---|---|---|---|\n");
        String sql = "select quarter, count(*), percentile_cont(0.5) within group (order by said),"
                + " percentile_cont(0.5) within group (order by took),"
                + " percentile_cont(0.5) within group (order by abs(said - took) / took),"
                + " percentile_cont(0.9) within group (order by abs(said - took) / took)"
                + " from (" + QUERY + ") as told group by quarter order by quarter";
        try (Connection database = DriverManager.getConnection(
                        springProperties.get("spring.flyway.url"),
                        springProperties.get("spring.flyway.user"),
                        springProperties.get("spring.flyway.password"));
                PreparedStatement statement = database.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                table.append(String.format(
                        Locale.ROOT,
                        "| quarter %d | %d | %.1f | %.1f | %.0f %% | %.0f %% |%n",
                        rows.getInt(1) + 1,
                        rows.getInt(2),
                        rows.getDouble(3),
                        rows.getDouble(4),
                        100 * rows.getDouble(5),
                        100 * rows.getDouble(6)));
            }
        }
        return table.toString();
    }
}
