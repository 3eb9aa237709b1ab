package org.whispernotes.api.page;

import static org.springframework.web.reactive.function.server.RequestPredicates.GET;
import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The page finds its own way: all its addresses are answered with the same document. */
@Configuration(proxyBeanMethods = false)
class PageRoutes {

    @Bean
    RouterFunction<ServerResponse> page() {
        Resource index = new ClassPathResource("static/index.html");
        return route(
                GET("/").or(GET("/sessions/{id}")).or(GET("/admin")).or(GET("/admin/**")),
                request -> index.exists()
                        ? document(index)
                        : ServerResponse.notFound().build());
    }

    private static Mono<ServerResponse> document(Resource index) {
        return ServerResponse.ok()
                .contentType(MediaType.TEXT_HTML)
                // Its scripts carry their hash in the name; the document that names them must be fresh.
                .cacheControl(CacheControl.noCache())
                .bodyValue(index);
    }
}
