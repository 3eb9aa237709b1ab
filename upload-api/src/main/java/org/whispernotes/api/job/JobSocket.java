package org.whispernotes.api.job;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import org.whispernotes.api.job.JobMessage.Created;
import org.whispernotes.api.job.JobMessage.Progress;
import org.whispernotes.api.live.JsonSockets;
import org.whispernotes.api.problem.ApiException;
import org.whispernotes.api.problem.Failures;
import org.whispernotes.api.user.User;
import org.whispernotes.model.Problem;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * {@code /ws/jobs}: asks for the transcription of recordings as one job, and is told how it goes. A socket is told about
 * the jobs that it created or asked for.
 */
@Configuration(proxyBeanMethods = false)
class JobSocket {

    private static final Logger log = LoggerFactory.getLogger(JobSocket.class);
    private static final int BEFORE_PAGES = -1;
    /** Messages answered at once beside the jobs that are followed. */
    private static final int AT_ONCE = 16;

    private final Jobs jobs;
    private final JobSettings settings;

    JobSocket(Jobs jobs, JobSettings settings) {
        this.jobs = jobs;
        this.settings = settings;
    }

    @Bean
    HandlerMapping jobSocketMapping(JsonSockets sockets) {
        WebHandler handler = exchange -> handle(exchange, sockets);
        return new SimpleUrlHandlerMapping(Map.of("/ws/jobs", handler), BEFORE_PAGES);
    }

    private Mono<Void> handle(ServerWebExchange exchange, JsonSockets sockets) {
        return sockets.accept(exchange, texts -> {
            Conversation conversation = new Conversation(User.LOCAL);
            return texts.flatMap(conversation::answer, settings.perSocket() + AT_ONCE, 1);
        });
    }

    /** One client. */
    private final class Conversation {
        private final User user;
        private final Set<UUID> followed = ConcurrentHashMap.newKeySet();

        private Conversation(User user) {
            this.user = user;
        }

        private Flux<JobMessage> answer(String text) {
            return Flux.defer(() -> {
                        JobRequest request = JobRequest.parse(text);
                        if (request instanceof JobRequest.Transcribe wanted) {
                            return transcribe(wanted);
                        }
                        if (request instanceof JobRequest.AskStatus asked) {
                            return answering(asked.jobId(), tellAndFollow(asked.jobId()));
                        }
                        UUID job = ((JobRequest.Cancel) request).jobId();
                        return answering(job, jobs.cancel(job, user).flux());
                    })
                    .onErrorResume(e -> refused(null, e));
        }

        private Flux<JobMessage> transcribe(JobRequest.Transcribe wanted) {
            if (followed.size() >= settings.perSocket()) {
                throw tooMany();
            }
            return jobs.create(user, wanted.videoIds(), wanted.courseId())
                    .flatMapMany(job -> Flux.concat(Mono.just(new Created(job)), answering(job, follow(job))));
        }

        /** Who asks again has lost count: is told at once, and goes on being told. */
        private Flux<Progress> tellAndFollow(UUID job) {
            if (followed.contains(job)) {
                return jobs.state(job, user).flux();
            }
            return followed.size() < settings.perSocket() ? follow(job) : Flux.error(tooMany());
        }

        private Flux<Progress> follow(UUID job) {
            followed.add(job);
            return jobs.follow(job, user).doFinally(end -> followed.remove(job));
        }

        private Flux<JobMessage> answering(UUID job, Flux<Progress> progress) {
            return progress.cast(JobMessage.class).onErrorResume(e -> refused(job, e));
        }

        private ApiException tooMany() {
            return new ApiException(
                    Problem.TOO_MANY_CONNECTIONS,
                    "This connection follows " + settings.perSocket() + " jobs already. Open another one.");
        }
    }

    private static Flux<JobMessage> refused(@Nullable UUID job, Throwable failure) {
        ApiException told = Failures.asApiException(failure);
        if (told.problem().kind() == Problem.Kind.SYSTEM) {
            log.warn(
                    "a message on /ws/jobs could not be served: {}",
                    told.problem().code(),
                    failure);
        }
        return Flux.just(Progress.refused(job, String.valueOf(told.getMessage())));
    }
}
