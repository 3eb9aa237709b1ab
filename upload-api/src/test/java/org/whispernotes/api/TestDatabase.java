package org.whispernotes.api;

import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.whispernotes.testing.Servers;

/** An empty database of its own on the real server, with all tables: for tests that count what is there. */
public record TestDatabase(DatabaseClient client, TransactionalOperator transaction) {

    public static TestDatabase create() {
        Map<String, String> server = Servers.get().springProperties();
        String jdbc = server.get("spring.flyway.url");
        String user = server.get("spring.flyway.user");
        String password = server.get("spring.flyway.password");
        String name = "t" + UUID.randomUUID().toString().replace("-", "");
        try (Connection connection = DriverManager.getConnection(jdbc, user, password);
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        Flyway.configure()
                .dataSource(jdbc.substring(0, jdbc.lastIndexOf('/') + 1) + name, user, password)
                .locations("classpath:org/whispernotes/api/db")
                .load()
                .migrate();
        ConnectionFactory connections =
                ConnectionFactories.get(ConnectionFactoryOptions.parse(server.get("spring.r2dbc.url"))
                        .mutate()
                        .option(ConnectionFactoryOptions.DATABASE, name)
                        .option(ConnectionFactoryOptions.USER, user)
                        .option(ConnectionFactoryOptions.PASSWORD, password)
                        .build());
        return new TestDatabase(
                DatabaseClient.create(connections),
                TransactionalOperator.create(new R2dbcTransactionManager(connections)));
    }

    public void run(String sql) {
        client.sql(sql).then().block();
    }
}
