package org.whispernotes.api.result;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.whispernotes.api.session.Session;
import org.whispernotes.api.session.Sessions;
import org.whispernotes.api.user.User;
import org.whispernotes.model.Bucket;
import org.whispernotes.model.ObjectKeys;
import org.whispernotes.runtime.store.Documents;
import org.whispernotes.runtime.store.StoredObject;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Which runs left which results; each is had with {@code ?run=} at the result's address. */
@RestController
class VersionController {

    private static final String VERSIONS = "versions";

    private final Sessions sessions;
    private final Documents documents;

    VersionController(Sessions sessions, Documents documents) {
        this.sessions = sessions;
        this.documents = documents;
    }

    /** @param results names such as {@code todos.json}; {@code at} is when the last of them was written */
    record Version(int run, boolean current, List<String> results, Instant at) {}

    @Operation(summary = "Earlier and current results, newest run first")
    @GetMapping("/api/sessions/{id}/versions")
    Mono<List<Version>> versions(User user, @PathVariable UUID id) {
        return sessions.get(id, user)
                .flatMap(session -> Mono.fromCallable(() -> list(session)).subscribeOn(Schedulers.boundedElastic()));
    }

    private List<Version> list(Session session) {
        Map<Integer, Version> byRun = new TreeMap<>(Comparator.reverseOrder());
        String prefix = ObjectKeys.sessionPrefix(session.id());
        for (StoredObject object : documents.store().list(Bucket.TRANSCRIPTS, prefix)) {
            String[] path = object.ref().key().substring(prefix.length()).split("/", -1);
            if (path.length == 3 && path[0].equals(VERSIONS)) {
                add(byRun, Integer.parseInt(path[1]), false, path[2], object.lastModified());
            } else if (path.length == 1) {
                documents.runOf(object.ref()).ifPresent(run -> add(byRun, run, true, path[0], object.lastModified()));
            }
        }
        return List.copyOf(byRun.values());
    }

    private static void add(Map<Integer, Version> byRun, int run, boolean current, String name, Instant at) {
        byRun.merge(run, new Version(run, current, List.of(name), at), (a, b) -> {
            List<String> names = new ArrayList<>(a.results());
            if (!names.contains(name)) {
                names.add(name);
            }
            return new Version(run, a.current() || b.current(), names, a.at().isAfter(b.at()) ? a.at() : b.at());
        });
    }
}
