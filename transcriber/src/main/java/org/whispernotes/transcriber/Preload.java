package org.whispernotes.transcriber;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.whispernotes.transcriber.activity.SpeechModels;
import org.whispernotes.transcriber.model.ModelFiles;
import org.whispernotes.transcriber.recognise.Recognisers;

/**
 * Loads the models right after the start, beside everything else, so that the first recording does not wait for it. What
 * is missing is said now, and again by the step that needs it.
 */
final class Preload implements ApplicationListener<ApplicationReadyEvent> {

    private static final Logger log = LoggerFactory.getLogger(Preload.class);

    private final SpeechModels activity;
    private final Recognisers recognisers;
    private final ModelFiles models;

    Preload(SpeechModels activity, Recognisers recognisers, ModelFiles models) {
        this.activity = activity;
        this.recognisers = recognisers;
        this.models = models;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        Thread thread = new Thread(this::load, "preload-models");
        thread.setDaemon(true);
        thread.start();
    }

    private void load() {
        try {
            activity.get();
            recognisers.borrow(models.defaultModel()).close();
        } catch (RuntimeException e) {
            log.warn("recordings can't be transcribed yet: {}", e.getMessage(), e);
        }
    }
}
