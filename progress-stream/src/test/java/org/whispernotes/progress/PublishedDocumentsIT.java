package org.whispernotes.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The AsyncAPI document and the dashboard are about what is really there. */
class PublishedDocumentsIT extends ProgressStreamTestBase {

    private static final Path ROOT = Path.of("..");

    @Test
    void everySchemaThatTheAsyncApiDocumentNamesIsPublished() throws Exception {
        Path document = ROOT.resolve("docs/asyncapi.yaml");
        Matcher references = Pattern.compile("\\$ref: '(\\.\\./[^']+)'").matcher(Files.readString(document));
        int count = 0;
        while (references.find()) {
            assertThat(document.resolveSibling(references.group(1))).exists();
            count++;
        }
        assertThat(count).isEqualTo(16);
    }

    @Test
    void everyMetricOfTheDashboardIsMeasured() throws Exception {
        percent(1);
        awaitLogged(1);
        EventStream stream = follow(null);
        await().atMost(SOON).until(() -> stream.events().size() == 1);
        percent(2);
        await().atMost(SOON).until(() -> stream.events().size() == 2);

        String measured = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(address("/actuator/prometheus")))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        Matcher names = Pattern.compile("(notes|jvm|process)_[a-z_]+")
                .matcher(Files.readString(ROOT.resolve("infra/grafana/progress.json")));
        TreeSet<String> missing = new TreeSet<>();
        while (names.find()) {
            if (!measured.contains(names.group())) {
                missing.add(names.group());
            }
        }
        assertThat(missing).isEmpty();
    }
}
