package org.whispernotes.system.faults;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.whispernotes.system.ServiceProcess;
import org.whispernotes.system.faults.FaultCase.Part;
import org.whispernotes.testing.Servers;

/** The product as a small installation runs it: all services in one process, and a transcriber of its own beside it. */
final class Installation implements AutoCloseable {

    /** Short chunks, so that a short clip has several. Everything else is as shipped. */
    private static final Map<String, String> SETTINGS = Map.of(
            "NOTES_TRANSCRIBER_ACTIVITY_FIRSTCHUNK", "1s",
            "NOTES_TRANSCRIBER_ACTIVITY_MAXCHUNK", "2s");

    private static final Duration FREEZE = Duration.ofSeconds(30);

    private final Servers servers;
    private final ServiceProcess app;
    private final ServiceProcess worker;

    private Installation(Servers servers, Map<String, String> springProperties) {
        this.servers = servers;
        this.app = ServiceProcess.start("standalone", springProperties, SETTINGS);
        this.worker = ServiceProcess.start("transcriber", springProperties, SETTINGS);
    }

    /** Starts it and waits until both processes are ready. */
    static Installation start(Servers servers, Map<String, String> changed) {
        Map<String, String> springProperties = new LinkedHashMap<>(servers.springProperties());
        springProperties.putAll(changed);
        Installation installation = new Installation(servers, springProperties);
        installation.awaitReady();
        return installation;
    }

    URI url() {
        return app.url();
    }

    List<ServiceProcess> processes() {
        return List.of(app, worker);
    }

    void awaitReady() {
        app.awaitReady();
        worker.awaitReady();
    }

    /** Returns when the part is running again, or being started. */
    void strike(FaultCase fault) {
        switch (fault.fault()) {
            case KILL -> kill(fault.part());
            case STOP -> freeze(fault.part());
        }
    }

    private void kill(Part part) {
        if (part.isServer()) {
            servers.killAndRestart(part.serverName());
        } else {
            process(part).kill();
            process(part).restart();
        }
    }

    private void freeze(Part part) {
        if (part.isServer()) {
            servers.pause(part.serverName());
        } else {
            process(part).signal("STOP");
        }
        await().pollDelay(FREEZE).atMost(FREEZE.multipliedBy(2)).until(() -> true);
        if (part.isServer()) {
            servers.resume(part.serverName());
        } else {
            process(part).signal("CONT");
        }
    }

    private ServiceProcess process(Part part) {
        return part == Part.WORKER ? worker : app;
    }

    @Override
    public void close() {
        worker.close();
        app.close();
    }
}
