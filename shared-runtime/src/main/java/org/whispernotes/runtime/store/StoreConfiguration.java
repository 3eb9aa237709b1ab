package org.whispernotes.runtime.store;

import io.minio.MinioAsyncClient;
import io.minio.MinioClient;
import java.net.URI;
import okhttp3.OkHttpClient;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.whispernotes.model.Bucket;
import org.whispernotes.model.ObjectRef;

/** The object store as the other parts see it. The buckets are made at start. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StoreSettings.class)
public class StoreConfiguration {

    @Bean(destroyMethod = "")
    OkHttpClient storeHttpClient(StoreSettings settings) {
        return new OkHttpClient.Builder()
                .connectTimeout(settings.timeout())
                .readTimeout(settings.timeout())
                .writeTimeout(settings.timeout())
                .build();
    }

    @Bean
    ObjectStore objectStore(StoreSettings settings, OkHttpClient storeHttpClient) {
        MinioObjectStore store = new MinioObjectStore(MinioClient.builder()
                .endpoint(settings.endpoint().toString())
                .region(settings.region())
                .credentials(settings.accessKey(), settings.secretKey())
                .httpClient(storeHttpClient)
                .build());
        store.createBuckets();
        return store;
    }

    @Bean
    MultipartUploads multipartUploads(StoreSettings settings, OkHttpClient storeHttpClient) {
        return new MinioMultipartUploads(
                asyncClient(settings, settings.endpoint(), storeHttpClient),
                asyncClient(settings, settings.publicEndpointOrEndpoint(), storeHttpClient));
    }

    @Bean
    Documents documents(ObjectStore objectStore) {
        return new Documents(objectStore);
    }

    @Bean
    HealthIndicator storeHealthIndicator(ObjectStore objectStore) {
        return () -> {
            objectStore.exists(new ObjectRef(Bucket.WORK, "health"));
            return Health.up().build();
        };
    }

    private static MinioAsyncClient asyncClient(StoreSettings settings, URI endpoint, OkHttpClient http) {
        return MinioAsyncClient.builder()
                .endpoint(endpoint.toString())
                .region(settings.region())
                .credentials(settings.accessKey(), settings.secretKey())
                .httpClient(http)
                .build();
    }
}
